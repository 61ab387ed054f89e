"""A real X server for each module, and a program of our own on it."""

import os
import tempfile
from collections.abc import Iterator

import pytest
from yorisoi_tool.testing.x_server import Program, start_server


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The name of an empty display of 640 x 480. It does not repeat keys: on a busy machine a key is held for long."""
    process, name = start_server("640x480x24", "-r")
    yield name
    process.terminate()
    process.wait(20)


@pytest.fixture
def program(server: str) -> Iterator[Program]:
    opened = Program(server)
    opened.settle()
    yield opened
    opened.close()


@pytest.fixture
def surroundings(server: str) -> dict[str, str]:
    """The environment of a program on this display, with UTF-8."""
    return {"DISPLAY": server, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": tempfile.gettempdir()}
