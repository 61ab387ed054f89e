"""What practice starts is ended by id, with its children, and nothing else is."""

import sys
import time
from pathlib import Path

from yorisoi_practice.processes import Processes, family, is_alive

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def test_end_takes_children_along_and_does_not_wait_for_ever(tmp_path: Path) -> None:
    processes, others = Processes(tmp_path / "logs"), Processes(tmp_path / "logs")
    bystander = others.start("bystander", [sys.executable, "-c", "import time; time.sleep(60)"])
    stubborn = processes.start("stubborn", [sys.executable, "-c", STUBBORN], pipe=True)
    assert stubborn.stdout
    child = int(stubborn.stdout.readline())
    assert set(family([stubborn.pid])) == {stubborn.pid, child}
    began = time.monotonic()
    processes.end(stubborn)
    assert time.monotonic() - began < 15
    assert not is_alive(stubborn.pid)
    assert not is_alive(child)
    assert is_alive(bystander.pid)
    others.close()
    assert not is_alive(bystander.pid)


def test_output_is_kept_for_each_program(tmp_path: Path) -> None:
    processes = Processes(tmp_path / "logs")
    processes.start("talker", [sys.executable, "-c", "print('spoken')"]).wait(20)
    assert processes.log("talker") == "spoken\n"
    assert processes.log("nobody") == ""


def test_a_failure_tells_the_last_words_of_the_program(tmp_path: Path) -> None:
    processes = Processes(tmp_path)
    processes.start("talker", ["sh", "-c", "seq 30; echo"]).wait()
    assert processes.last_words("talker").splitlines()[1:] == [str(number) for number in range(21, 31)]
    assert processes.last_words("nobody") == "It said nothing."
    processes.close()
