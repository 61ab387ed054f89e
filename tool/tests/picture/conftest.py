from collections.abc import Iterator
from typing import Any

import pytest

from .world import MakeWorld, World


@pytest.fixture
def make_world() -> Iterator[MakeWorld]:
    """Builds worlds and ends them after the test."""
    made: list[World] = []

    def make(*args: Any, **kwargs: Any) -> World:
        made.append(World(*args, **kwargs))
        return made[-1]

    yield make
    for world in made:
        world.close()
