"""The secret part of the pass and the keys: in no message to the service, no representation, no log."""

import io
import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from yorisoi_protocol.one_time_pass import parse_pass
from yorisoi_protocol.vocabulary import Permission
from yorisoi_tool.engine import events
from yorisoi_tool.testing.scene import Scene

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    await scene.start()
    yield scene
    await scene.leave()


async def test_secret_is_never_said_written_or_shown_elsewhere(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        await scene.live()
        secret = parse_pass(scene.last(events.PassShown).digits).secret
        await scene.agree(Permission.VIEW)
        scene.session.post(events.Leave())
        await scene.finished()
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    out = capfd.readouterr()
    everything = [*scene.service.texts, written.getvalue(), out.out, out.err, repr(scene.told), repr(scene.session)]
    everything += [repr(vars(scene.session)), repr(scene.door)]
    assert len(secret) == 6
    assert [text for text in everything if secret in text] == []
    assert [text for text in everything if "resume-token-0001" in text] == [
        text for text in scene.service.texts if '"t":"resume"' in text
    ]


async def test_shown_pass_has_no_representation(scene: Scene) -> None:
    await scene.number()
    shown = scene.last(events.PassShown)
    assert shown.digits not in repr(shown)
    assert shown.digits not in str(scene.told)
