"""R31: the desk's numbers are told by letter and mail only: whoever reads every public page, file and answer finds neither."""

import re

import pytest

from journeys.office import Office, day, today

pytestmark = pytest.mark.timeout(300)

# Follows every address of this service that is linked anywhere, and reads what comes.
CRAWL = """
async (starts) => {
  const found = {};
  const waiting = [...starts];
  const add = (address, base) => {
    let url;
    try { url = new URL(address, base); } catch { return; }
    url.hash = "";
    if (url.origin === location.origin && !(url.href in found) && !waiting.includes(url.href)) waiting.push(url.href);
  };
  while (waiting.length && Object.keys(found).length < 500) {
    const address = new URL(waiting.shift(), location.origin).href;
    if (address in found) continue;
    const answer = await fetch(address);
    const text = await answer.text();
    found[address] = [answer.status, text];
    for (const [, address] of text.matchAll(/(?:href|src)="([^"]+)"/g)) add(address.replaceAll("&amp;", "&"), answer.url);
    for (const [, address] of text.matchAll(/<loc>([^<]+)/g)) add(new URL(address).pathname, location.origin);
    for (const [, address] of text.matchAll(/(?:from|import|url)\\s*\\(?["']([./][^"')]+)/g)) add(address, answer.url);
  }
  return Object.entries(found).map(([address, [status, text]]) => [address, status, text]);
}
"""
STARTS = [
    "/", "/public", "/faq", "/faq?q=%E9%9B%BB%E8%A9%B1", "/robots.txt", "/sitemap.xml", "/viewer/", "/accounts/login/", "/get",
    "/my/", "/visit/", "/api/", "/api/calls/new", "/desk/", "/office/subscribers", "/no-such-page",
]  # fmt: skip


@pytest.mark.parametrize("where", ["office", "elsewhere"])
def test_reader_of_everything_public_finds_no_number_of_the_desk(where: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(where)
    page = office.stranger()
    page.goto("/public")
    read = page.evaluate(CRAWL, STARTS)
    assert sum(status == 200 for _, status, _ in read) > 25  # else nothing would be proven
    for which in ("desk_landline", "desk_mobile"):
        number = office.phone(which)
        # In any way of writing it, and as a number of its own: not as a stretch of a longer one.
        written = re.compile(rf"(?<![0-9A-Fa-f]){r'[-. ()]*'.join(number.replace('-', ''))}(?![0-9A-Fa-f])")
        assert [address for address, _, text in read if written.search(text)] == [], which
    assert any(office.phone("office") in text for _, _, text in read)  # this one is for everybody
    page.context.close()


def test_contract_holders_are_told_both(office: Office) -> None:
    home = office.household()
    office.join(home, today())
    words = office.letter()
    assert office.phone("desk_landline") in words
    assert office.phone("desk_mobile") in words


def test_somebody_who_left_and_still_knows_the_number_is_told_politely(office: Office) -> None:
    home = office.household()
    office.join(home, day(3, 4))
    assert office.gates(home.line_pk)["契約"] is True
    office.cancel(home.line_pk, day(1, 9), day(1, 0))
    assert office.gates(home.line_pk)["契約"] is False
    told = office.communicator.locator(".gate.shut", has_text="契約").first.inner_text()
    assert office.phone("office") in told  # where they may come back
