// The regions of a page that are read again: taken from a document the browser parsed itself, never made from a string.

/** Was anything typed or chosen here that the page did not bring along? */
export function isTouched(field) {
  if (field instanceof HTMLSelectElement) {
    const brought = [...field.options].findLastIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(brought, Math.min(0, field.options.length - 1)); // none brought: the first
  }
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

const FIELDS = "input, textarea, select";

export function touchedIn(region) {
  return [...region.querySelectorAll(FIELDS)].filter(isTouched);
}

/** A field's place on the page: the same one in a document read later. */
function twin(field, fresh) {
  const form = field.form?.getAttribute("action");
  return [...fresh.querySelectorAll(FIELDS)].find(
    (other) =>
      other.name === field.name &&
      other.form?.getAttribute("action") === form &&
      (field.type !== "radio" || other.value === field.value),
  );
}

/** What somebody else wrote into the same text meanwhile stands above one's own: neither is lost unseen. */
function withTheirs(field, other) {
  const mark = (one) => one.form?.elements.namedItem("drafted")?.value;
  const theirs = other.defaultValue;
  const isAnothers = other instanceof HTMLTextAreaElement && mark(other) !== mark(field);
  return isAnothers && theirs !== "" && !field.value.includes(theirs) ? `${theirs}\n${field.value}` : field.value;
}

function carry(field, fresh) {
  const other = twin(field, fresh);
  if (other === undefined) return;
  if (other.type === "checkbox" || other.type === "radio") other.checked = field.checked;
  else other.value = withTheirs(field, other);
  for (let up = other.closest("details"); up !== null; up = up.parentElement.closest("details")) up.open = true;
}

/** The same thing to press in a document read later: a button, a link or the title of a folded part. */
function sameToPress(pressed, fresh) {
  const form = pressed.form?.getAttribute("action");
  const says = (one) => one.textContent.replace(/\d+/g, "").trim();
  return [...fresh.querySelectorAll(pressed.tagName)].find(
    (other) => says(other) === says(pressed) && other.form?.getAttribute("action") === form,
  );
}

function sameToFocus(active, fresh) {
  if (active.id) return fresh.querySelector(`#${CSS.escape(active.id)}`);
  return active.matches(FIELDS) ? twin(active, fresh) : sameToPress(active, fresh);
}

/** What a folded part is called, without the numbers in its title. */
function named(details) {
  return details.querySelector("summary")?.textContent.replace(/\d+/g, "");
}

/** Puts the fresh region in place; what is typed in fields of `kept` goes along. */
export function put(region, fresh, kept = []) {
  const active = region.contains(document.activeElement) ? document.activeElement : null;
  const opened = new Set([...region.querySelectorAll("details[open]")].map(named));
  const taken = document.importNode(fresh, true);
  for (const one of taken.querySelectorAll("details")) one.open ||= opened.has(named(one));
  for (const field of kept) carry(field, taken);
  const focused = active === null ? undefined : sameToFocus(active, taken);
  region.replaceWith(taken);
  if (document.hasFocus()) focused?.focus(); // it may stand in the viewer by now, where a number is being typed
}

/** What a region says, apart from what differs at every reading. */
function said(region) {
  const copy = region.cloneNode(true);
  for (const token of copy.querySelectorAll("input[name=csrfmiddlewaretoken]")) token.remove();
  for (const one of copy.querySelectorAll("details")) one.removeAttribute("open");
  return copy.innerHTML;
}

/** Every region of this page with its newer self, where that says something else. */
export function changed(read) {
  const pairs = [];
  for (const region of document.querySelectorAll("[data-live][id]")) {
    const fresh = read.getElementById(region.id);
    if (fresh !== null && said(fresh) !== said(region)) pairs.push([region, fresh]);
  }
  return pairs;
}

const OF_TICKET = ["ticket", "label", "version", "finished", "topic"];

/** What the page is about, as the newer document says it. */
export function renewFacts(read) {
  for (const name of OF_TICKET) {
    const value = read.body.dataset[name];
    if (value === undefined) delete document.body.dataset[name];
    else document.body.dataset[name] = value;
  }
}
