"""The demo's first page: what this is, who may sign in, and a button that does what `./run practice` does."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from yorisoi_service import clock
from yorisoi_service.desk.queries import calls
from yorisoi_service.hub import topics, wakes

from yorisoi_practice.households import CALLER
from yorisoi_practice.seed import STAFF
from yorisoi_practice.telephone_calls import ON_DEMAND, ring_on_demand

WORDS = {
    "administrator": ("管理者", "administrator"),
    "communicator": ("コミュニケーター", "communicator"),
    "desk_lead": ("デスクリーダー", "desk lead"),
    "clerk": ("受付窓口", "clerk"),
    "accountant": ("経理", "accountant"),
}
DOORS = {
    "administrator": "/office/staff",
    "communicator": "/viewer/",
    "desk_lead": "/desk/live",
    "clerk": "/office/subscribers",
    "accountant": "/office/months",
}


@dataclass
class Subscriber:
    """The practice subscriber that this service has started, if any. What it says goes nowhere; why it failed is kept."""

    process: subprocess.Popen[bytes] | None = None
    errors: Path | None = None

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def failure(self) -> str:
        """Why the last one could not start; empty when it could."""
        if self.process is None or self.errors is None or not self.process.poll():
            return ""
        return self.errors.read_text(errors="replace").strip()[-600:]

    def start(self, port: int) -> None:
        if self.is_running():
            return
        if self.errors is not None:
            self.errors.unlink(missing_ok=True)
        descriptor, name = tempfile.mkstemp(prefix="yorisoi-practice-", suffix=".log")
        self.errors = Path(name)
        with os.fdopen(descriptor, "wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "yorisoi_practice", "--port", str(port), "--end-with", str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # it reads the pass out: that must not reach this service
                stderr=errors,
            )


subscriber = Subscriber()


def start(request: HttpRequest) -> HttpResponse:
    people = [
        {
            "username": m.username,
            "name": m.name,
            "number": m.number,
            "ja": WORDS[m.role][0],
            "en": WORDS[m.role][1],
            "door": DOORS.get(m.role, ""),
        }
        for m in STAFF
    ]
    return render(
        request,
        "start_page/start.html",
        {
            "people": people,
            "caller": CALLER,
            "sign_ins": settings.PRACTICE_SIGN_INS.name,
            "provider": settings.PROVIDER.name_in("ja"),
            "running": subscriber.is_running(),
            "failure": subscriber.failure(),
            "ringing": calls.number_waiting(now=clock.now()),
            "telephone": "" if os.environ.get("DISPLAY") else f"http://localhost:{settings.PRACTICE_TELEPHONE_PORT}/",
        },
    )


def start_subscriber(request: HttpRequest) -> HttpResponse:
    """Starts a practice subscriber unless one is running, and shows the start page again."""
    subscriber.start(settings.PRACTICE_PORT)
    return HttpResponseRedirect(reverse("practice_start"))


def ring(request: HttpRequest) -> HttpResponse:
    """Lets the desk's telephone ring, and shows the start page again."""
    who = request.POST.get("who", "")
    if who in ON_DEMAND:
        call_id = f"practice.{clock.draw(6).hex()}"
        ring_on_demand(who, call_id=call_id, now=clock.now())
        wakes.wake(topics.DESK)
    return HttpResponseRedirect(f"{reverse('practice_start')}#call")
