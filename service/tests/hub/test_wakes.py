"""Wakes cross threads."""

import threading

from yorisoi_service.hub import topics, wakes


def test_a_wake_from_another_thread_is_heard_until_the_listener_ends() -> None:
    heard: list[str] = []
    end = wakes.listen(heard.append)
    thread = threading.Thread(target=wakes.wake, args=(topics.ticket(7),))
    thread.start()
    thread.join()
    end()
    end()
    wakes.wake(topics.DESK)
    assert heard == ["ticket:7"]


def test_a_wake_without_listeners_is_not_kept_for_later() -> None:
    wakes.wake(topics.session("abc"))
    heard: list[str] = []
    end = wakes.listen(heard.append)
    end()
    assert heard == []
