"""An office for journeys: the real service for one provider, its people signed in at the pages, and its books.

Contracts are entered on the pages, most of them with forms of past months. What they cost is read from the file that the
month's run gives to the internet bill: the commands close past months on a copy of the data, so that no journey closes a
month under another one.
"""

import base64
import csv
import io
import os
import re
import shutil
import sqlite3
import subprocess
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Playwright
from pypdf import PdfReader
from yorisoi_practice.serve import django_command

from journeys.world import ORIGIN, World, provider_text

HOME = {
    "tanaka": "/office/subscribers",
    "ito": "/office/months",
    "yamada": "/desk/",
    "suzuki": "/desk/live",
    "kanri": "/office/staff",
}
COMMAND_S = 120
DATABASE = "yorisoi.sqlite3"

SEND = """
async ([address, form, token]) => {
  const body = new URLSearchParams(form);
  const headers = { "X-CSRFToken": token };
  return (await fetch(address, { method: "POST", body, headers, redirect: "manual" })).status;
}
"""

DOWNLOAD = """
async (address) => {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
"""

# Commands on a copy of the database, in a child of the process that has started Django already.
COMMANDS = """
import os, sys, traceback
child = os.fork()
if not child:
    failed = 1
    with open({said!r}, "w", encoding="utf-8") as sys.stdout:
        sys.stderr = sys.stdout
        try:
            from django.core.management import call_command
            from django.db import connections
            connections["default"].settings_dict["NAME"] = {database!r}
            for words in {commands!r}:
                call_command(*words)
            failed = 0
        except BaseException:
            traceback.print_exc()
    os._exit(failed)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

HOUSEHOLD = """
from datetime import date
from yorisoi_service import clock
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.services.lines import add_line
from yorisoi_service.subscribers.services.people import add_subscriber
now, by = clock.now(), StaffMember.objects.get(username="tanaka")
home = add_subscriber(
    customer_number={number!r}, name={name!r}, kana={kana!r}, address="岡山市北区演習9-9", phone={phone!r},
    email={email!r}, by=by, now=now
)
print(home.pk)
for number in {lines!r}:
    line = add_line(
        subscriber=home, number=number, address=home.address, opened_on=date.fromisoformat({opened!r}), by=by, now=now
    )
    print(line.pk)
"""

TICKET = """
from yorisoi_service import clock
from yorisoi_service.desk.services import tickets
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line
line = Line.objects.select_related("subscriber").get(pk={line})
print(
    tickets.open_ticket(
        channel="landline", asked="メールが読めない", subscriber=line.subscriber, line=line,
        by=StaffMember.objects.get(username={by!r}), now=clock.now(),
    ).pk
)
"""


def today() -> date:
    """The business day on which the journeys run."""
    return datetime.now(ZoneInfo("Asia/Tokyo")).date()


def month(ago: int) -> str:
    """A calendar month before this one (or after it), as commands and files write it."""
    this = today()
    years, index = divmod(this.year * 12 + this.month - 1 - ago, 12)
    return f"{years:04d}-{index + 1:02d}"


def day(ago: int, number: int) -> date:
    """A day of such a month; 0: its last one."""
    first = date.fromisoformat(f"{month(ago)}-01")
    if number:
        return first.replace(day=number)
    return date.fromisoformat(f"{month(ago - 1)}-01") - timedelta(days=1)


@dataclass(frozen=True)
class Household:
    """A subscriber of a journey, with lines and no contract yet."""

    number: str
    pk: int
    lines: tuple[str, ...]
    line_pks: tuple[int, ...]

    @property
    def line(self) -> str:
        return self.lines[0]

    @property
    def line_pk(self) -> int:
        return self.line_pks[0]


class Books:
    """What closing some past months booked: the rows of their files for the internet bill."""

    def __init__(self, rows: Sequence[Mapping[str, str]], data: Path) -> None:
        self.rows, self.data = rows, data

    def of(self, line: str) -> list[Mapping[str, str]]:
        return [row for row in self.rows if row["line"] == line]

    def yen(self, line: str) -> dict[str, int]:
        """Yen by service month, adjustments included; months without a row are missing."""
        found: defaultdict[str, int] = defaultdict(int)
        for row in self.of(line):
            found[row["service_month"]] += int(row["amount_yen"])
        return dict(found)


class Office(World):
    """A world without a desktop: a provider's service, and browsers of the people who work there."""

    def __init__(self, folder: Path, playwright: Playwright, prepared: Path, source: str = "cable-joy") -> None:
        super().__init__(folder, playwright)
        self.source = source
        self.text = provider_text(source=source)
        self.provider: dict[str, Any] = tomllib.loads(self.text)
        self.furnish(prepared, self.text)
        self._people: dict[str, Page] = {}
        self._households = self._copies = 0

    @property
    def price(self) -> int:
        return int(self.provider["price"]["monthly_yen"])

    @property
    def free_months(self) -> int:
        return int(self.provider["price"]["free_months"])

    def phone(self, which: str) -> str:
        return str(self.provider["phones"][which])

    # People

    def at(self, username: str) -> Page:
        """The page of somebody who works here, signed in once."""
        if username not in self._people:
            page = self.stranger()
            page.goto(f"/accounts/login/?next={HOME[username]}")
            page.fill("input[name=login]", username)
            page.fill("input[name=password]", self.password(username))
            page.click("form button[type=submit]")
            page.wait_for_url(f"**{HOME[username]}")
            self._people[username] = page
        return self._people[username]

    @property
    def clerk(self) -> Page:
        return self.at("tanaka")

    @property
    def accountant(self) -> Page:
        return self.at("ito")

    @property
    def communicator(self) -> Page:
        return self.at("yamada")

    def stranger(self) -> Page:
        """Somebody's browser, signed in nowhere."""
        page = self.browser.page(ORIGIN)
        page.set_viewport_size({"width": 1280, "height": 800})  # nothing here needs the viewer's large one
        self.pages.append(page)
        return page

    # What is there before a journey begins

    def household(self, lines: int = 1, opened: date | None = None, email: str = "") -> Household:
        """An internet customer of their own for one journey, by the services of the clerk's pages."""
        self._households += 1
        number = f"JN-{7000 + self._households}"
        own = tuple(f"F-{7000 + self._households}-{at}" for at in range(lines))
        said = self.django(
            HOUSEHOLD.format(
                number=number,
                name=f"旅路 {self._households}郎",
                kana="タビジ タロウ",
                phone=f"086-111-{self._households:04d}",
                email=email,
                lines=own,
                opened=(opened or date(2020, 1, 1)).isoformat(),
            )
        )
        pk, *line_pks = (int(word) for word in said.split())
        return Household(number, pk, own, tuple(line_pks))

    # The clerk's pages

    def take_application(self, home: Household, form_on: date, at: int = 0, **fields: str) -> Page:
        """Enters a form up to the page that asks whether all is right."""
        self.clerk.goto(f"/office/subscribers/{home.pk}/apply?line={home.line_pks[at]}")
        form = {"form_on": form_on.isoformat(), "line": str(home.line_pks[at]), "terms": "on"} | fields
        return self.check(self.clerk, **form)

    def join(self, home: Household, form_on: date, at: int = 0, **fields: str) -> dict[str, int]:
        """Enters a form to the end; what the page said that the months cost."""
        page = self.take_application(home, form_on, at, **fields)
        told = costs(page)
        self.do(page)
        page.wait_for_url(f"**/office/contracts/{home.line_pks[at]}")
        return told

    def deed(self, line: int, step: str, /, **fields: str) -> Page:
        """Does one step on a contract to the end, through the page that asks whether all is right."""
        self.clerk.goto(f"/office/contracts/{line}/{step}")
        page = self.check(self.clerk, **fields)
        self.do(page)
        page.wait_for_url(f"**/office/contracts/{line}")
        return page

    def cancel(self, line: int, requested_on: date, end_on: date | None = None) -> Page:
        days = {"requested_on": requested_on.isoformat()} | ({"end_on": end_on.isoformat()} if end_on else {})
        return self.deed(line, "cancel", identity="on", **days)

    def check(self, page: Page, **fields: str) -> Page:
        """Fills a form in and asks to see what follows."""
        fill(page, fields)
        with page.expect_navigation():
            page.click("button[name=step][value=check]")
        return page

    def do(self, page: Page) -> None:
        """Says yes on the page that asks."""
        with page.expect_navigation():
            page.click("button[name=step][value=do]")

    def runs(self, line: int) -> bool:
        """Whether the top of the contract's page says that a contract runs."""
        self.clerk.goto(f"/office/contracts/{line}")
        return "open" in (self.clerk.locator(".head .tag").get_attribute("class") or "").split()

    def facts(self, line: int) -> list[str]:
        """What the contract's page says of the contract and the line."""
        self.clerk.goto(f"/office/contracts/{line}")
        return self.clerk.locator("section[aria-labelledby=contract] dd").all_inner_texts()

    def story(self, line: int) -> list[str]:
        """The events on the contract's page, in order."""
        self.clerk.goto(f"/office/contracts/{line}")
        return self.clerk.locator(".story li:has(time)").all_inner_texts()

    def days(self, line: int) -> list[str]:
        """The days on which these events took effect."""
        self.clerk.goto(f"/office/contracts/{line}")
        told: list[str] = self.clerk.locator(".story time").evaluate_all("found => found.map(time => time.dateTime)")
        return told

    def line_shown(self) -> int:
        """The line whose contract the clerk's page shows."""
        return int(self.clerk.url.rpartition("/")[2])

    def letter(self) -> str:
        """Prints the letter of the contract on the clerk's page; what it says, without the spaces that its lines make."""
        pdf = PdfReader(io.BytesIO(print_it(self.clerk)))
        return re.sub(r"\s", "", "".join(each.extract_text() for each in pdf.pages))

    # The desk

    def ticket(self, line: int, by: str = "yamada") -> int:
        """Somebody calls from this line, and a communicator opens a ticket."""
        return int(self.django(TICKET.format(line=line, by=by)))

    def gates(self, line: int) -> dict[str, bool]:
        """Which gates the desk shows as open for a call from this line."""
        self.communicator.goto(f"/desk/tickets/{self.ticket(line)}")
        shown = self.communicator.locator("ul.strip li").all_inner_texts()
        return {text.split(maxsplit=1)[1]: text.startswith("✓") for text in shown}

    def send(self, page: Page, address: str, **form: str) -> int:
        """Sends a form past every page, as this person's browser could; the status, 0 for a redirection."""
        token = [each["value"] for each in page.context.cookies() if each["name"] == "yorisoi-csrf"]
        return int(page.evaluate(SEND, [address, form, "".join(token)]))

    # Commands

    def manage(self, *words: str, data: Path | None = None, env: Mapping[str, str] | None = None) -> str:
        """Runs one command of the service; what it printed. AssertionError when it was refused."""
        done = self.try_command(*words, data=data, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def try_command(
        self, *words: str, data: Path | None = None, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        own = {**os.environ, **self.env, **(env or {}), "YORISOI_DATA": str(data or self.data)}
        return subprocess.run(
            django_command(*words),
            env=own,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )

    def close_months(
        self, first: int, last: int = 1, *, before: Mapping[int, Sequence[Sequence[str]]] | None = None
    ) -> Books:
        """Closes the months from `first` to `last` months ago on a copy of the data and exports each. `before` holds
        commands that run before the month of that number."""
        data = self.copy()
        books_only = ["--for-books"] if self.provider.get("collection", {}).get("mode") == "own_debit" else []
        words: list[Sequence[str]] = []
        files = []
        for ago in range(first, last - 1, -1):
            words += (before or {}).get(ago, [])
            files.append(data / f"{month(ago)}.csv")
            words += [
                ("billing", "close-month", month(ago), "--first"),
                ("billing", "export", month(ago), "--out", str(files[-1]), *books_only),
            ]
        said = data / "said.txt"
        failed = self.django(COMMANDS.format(said=str(said), database=str(data / DATABASE), commands=words))
        assert failed == "0", said.read_text(encoding="utf-8")
        rows = [row for file in files for row in read(file)]
        return Books(rows, data)

    def copy(self) -> Path:
        """The data as it is now, for commands that shall change nothing for the other journeys."""
        self._copies += 1
        made = self.folder / f"copy-{self._copies}"
        shutil.copytree(self.data, made, ignore=shutil.ignore_patterns("*.sqlite3*", "mail"))
        with (
            closing(sqlite3.connect(self.data / DATABASE)) as here,
            closing(sqlite3.connect(made / DATABASE)) as there,
        ):
            here.backup(there)
        return made


PRINT = """
async ([address, token]) => {
  const body = new URLSearchParams({ way: "paper", csrfmiddlewaretoken: token });
  const answer = await fetch(address, { method: "POST", body });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return [answer.headers.get("content-type"), text];
}
"""


def print_it(page: Page) -> bytes:
    """Presses Print, as the clerk does, and comes back to the contract's page; the paper as it comes out of the printer."""
    here = page.url
    form = page.locator(".letter form", has=page.locator("[value=paper]")).first
    token = form.locator("[name=csrfmiddlewaretoken]").input_value()
    kind, text = page.evaluate(PRINT, [form.get_attribute("action"), token])
    assert kind == "application/pdf"
    page.goto(here)
    return base64.b64decode(text)


def read(file: Path) -> list[Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """Fills fields in by name: text and days, choices, radio buttons, ticks ("on")."""
    for name, value in fields.items():
        found = page.locator(f"main form [name={name}]:not([type=hidden])")
        kind = found.first.evaluate("field => field.type")
        if kind == "radio":
            page.check(f"main form [name={name}][value='{value}']")
        elif kind == "checkbox":
            found.set_checked(value == "on")
        elif kind == "select-one":
            found.select_option(value)
        else:
            found.fill(value)


def costs(page: Page) -> dict[str, int]:
    """The table of months on a page: yen by month."""
    rows = page.locator("table:has(th.when) tbody tr").evaluate_all(
        "rows => rows.map(row => [row.querySelector('th.when').innerText, row.querySelector('td.amount').innerText])"
    )
    found = {}
    for head, amount in rows:
        year, number = re.findall(r"\d+", head)[:2]
        found[f"{year}-{int(number):02d}"] = int(amount.splitlines()[0].replace(",", "").rstrip("円 "))
    return found


def refusal(page: Page) -> str:
    """What the page says is wrong; it must say something."""
    return page.locator("[role=alert]").inner_text()
