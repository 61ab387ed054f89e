"""A page walked with the Tab key alone: what it never reached, and where it stood without being seen to."""

from playwright.sync_api import Page

SPARE = 12  # presses more than there are elements: a day has three parts, a list that scrolls is a stop too
ROUNDS = 6  # of spare presses

WATCH = """() => {
  const REACHABLE = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]";
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;
  const radio = (each) => each.type === "radio" && each.name;
  const group = (each) => [...document.querySelectorAll("input[type=radio]")].filter(
    (other) => other.name === each.name && other.form === each.form && !other.disabled);
  const one = (each) => !radio(each) || (group(each).find((other) => other.checked) ?? group(each)[0]) === each;
  const name = (each) => each.outerHTML.replace(/\\s+/g, " ").slice(0, 110);
  const ring = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const seen = new Set(), shows = new Set(), away = new Set();
  let first = null, round = 0;
  const note = () => {
    const here = document.activeElement;
    if (!here || here === document.body || here === document.documentElement) return;
    if (first === null) first = here;
    else if (here === first && seen.size > 1) round += 1;
    seen.add(here);
    const box = here.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const marked = here.tagName === "IFRAME" || ring(here) || (here.labels ?? []).length && [...here.labels].some(ring);
    if (marked) shows.add(here);
    if (!inside) away.add(here);
  };
  addEventListener("keydown", (event) => { if (event.key === "Tab") note(); }, true);
  const wanted = () => [...document.querySelectorAll(REACHABLE)].filter(
    (each) => !each.disabled && each.tabIndex >= 0 && !each.closest("[inert]") && shown(each) && one(each));
  document.activeElement?.blur();
  globalThis.__tab = {
    note,
    wanted: () => wanted().length,
    missed: () => { note(); return wanted().filter((each) => !seen.has(each)).map(name); },
    rounds: () => round,
    unseen: () => [
      ...[...seen].filter((each) => each.isConnected && !shows.has(each)).map((each) => `no mark of the focus: ${name(each)}`),
      ...[...away].filter((each) => each.isConnected).map((each) => `focused out of sight: ${name(each)}`),
    ],
  };
  return wanted().length;
}"""


def faults(page: Page) -> list[str]:
    """Walks the page until Tab comes round. One line for each element that it never reached (behind a trap, none after it
    is), that shows no focus when it has it, or that has it out of sight. Needs the page fresh, with nothing focused."""
    count = int(page.evaluate(WATCH))
    if count == 0:
        return []
    for turn in range(ROUNDS + 1):
        for _ in range(count + 2 if turn == 0 else SPARE):
            page.keyboard.press("Tab")
            if len(page.frames) > 1:  # keys pressed inside a frame are told to nobody here
                page.evaluate("__tab.note()")
        missed = page.evaluate("__tab.missed()")
        if not missed and (count == 1 or page.evaluate("__tab.rounds()")):
            break
    else:
        missed = missed or ["Tab does not come round"]
    return [*(f"not reached: {each}" for each in missed), *page.evaluate("__tab.unseen()")]
