// The forms of a ticket's page are sent in place: the page stays, so what is typed elsewhere stays, and focus goes on to
// the next thing to do. A refused form keeps what was typed; the answer says who changed what.

import { changed, put, renewFacts, touchedIn } from "./regions.js";

const ON_THE_WAY_MS = 5_000;
const waiting = []; // what must be over before a form is sent
let sending = false;

/** Is a form on its way? Its answer shows the page as it stands after it: nothing that is read meanwhile is put before it. */
export function isSending() {
  return sending;
}

/** Something to wait for before a form is sent, like a saving that is under way. */
export function beforeSending(ready) {
  waiting.push(ready);
}

/** A place for what is said, there from the beginning: only then a screen reader tells of changes in it. */
function placeForMessages() {
  const main = document.getElementById("main");
  const place = document.createElement("div");
  place.id = "said";
  place.setAttribute("role", "status");
  const there = main.querySelector(":scope > .told");
  main.prepend(place);
  if (there !== null) place.append(there);
  return place;
}

const place = document.body.dataset.ticket === undefined ? null : placeForMessages();

function tellMessages(read) {
  const told = read.querySelector("main > .told, #said > .told");
  place.replaceChildren(...(told === null ? [] : [document.importNode(told, true)]));
  return told !== null && told.querySelector(".error") !== null;
}

/** Where the work goes on: the next field or button, what is to be read aloud, or the outcome. */
export function focusNext(options) {
  const outcome = document.querySelector("[data-then]");
  const decided = outcome === null ? null : document.getElementById("decided");
  const next =
    document.querySelector("main [name=choice]:checked") ?? // asked once more: nothing else comes before the answer
    document.querySelector("main [data-pick] [autofocus]") ?? // what was meant: before any other gate
    document.querySelector("main [autofocus]") ??
    document.getElementById("verdict") ??
    (decided === document.activeElement ? null : decided) ??
    outcome?.querySelector("input:not([type=hidden]), button");
  next?.focus(options);
}

/** The session is over: on to the outcome, wherever on the page it stands. */
export function focusOutcome() {
  const outcome = document.getElementById("outcome");
  outcome?.scrollIntoView({ block: "start" });
  const chosen = outcome?.querySelector("[name=outcome]:checked");
  (chosen ?? outcome?.querySelector("input:not([type=hidden]), button"))?.focus({ preventScroll: true });
}

function take(read, form, told) {
  const wasRefused = tellMessages(read);
  const action = form.getAttribute("action");
  const kept = (region) => touchedIn(region).filter((field) => wasRefused || field.form !== form);
  for (const [region, fresh] of changed(read)) put(region, fresh, kept(region));
  renewFacts(read);
  const { version } = document.body.dataset;
  for (const seen of document.querySelectorAll("input[name=seen]")) seen.value = version;
  document.getElementById("stale").hidden = true;
  const again = [...document.forms].find((one) => one.getAttribute("action") === action);
  if (!wasRefused) form.dispatchEvent(new CustomEvent("taken", { bubbles: true }));
  const lacking = again?.querySelector("[aria-invalid=true]"); // its sentence stands above it
  const first = lacking ?? again?.querySelector("input:not([type=hidden]), select, textarea, button");
  const marks = action.endsWith("/identity") && wasRefused ? document.getElementById("marks") : null;
  marks?.scrollIntoView({ block: "start" }); // what was right and wrong, with the fields below it
  if (wasRefused) lacking?.scrollIntoView({ block: "center" });
  const isElsewhere = window.parent !== window && !document.hasFocus(); // in the viewer: a number is typed there
  if (isElsewhere) {
    told();
    return;
  }
  if (wasRefused && first) first.focus({ preventScroll: (marks ?? lacking ?? null) !== null });
  else focusNext();
  told();
}

/** Sends the page's forms in place from now on; `told` is called when the page has changed by it. */
export function sendInPlace(told) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (place === null || form.method !== "post" || form.target || form.closest("main") === null) return;
    event.preventDefault();
    if (sending) return; // a second Enter is no second answer
    sending = true;
    const notSent = document.getElementById("not-sent");
    const notTaken = document.getElementById("not-taken");
    try {
      await Promise.all(waiting.map((ready) => ready(form)));
      const sent = new URLSearchParams(new FormData(form, event.submitter));
      const address = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
      const answer = await post(address, sent);
      notSent.hidden = true;
      notTaken.hidden = true;
      const { ticket, home } = document.body.dataset;
      if (answer.status === 401 || answer.status === 403) location.reload(); // the page says what is missing
      // The ticket went to somebody else: by this very step, of which the page at home says so, or meanwhile.
      else if (answer.status === 204 || answer.status === 404) location.assign(home);
      else if (answer.status !== 200) notTaken.hidden = false;
      else if (answer.page?.body?.dataset.ticket === ticket) take(answer.page, form, told);
      // A page of its own: handed over, or another ticket. The address of a step itself is never read.
      else location.assign(answer.address === address ? home : answer.address);
    } catch {
      notSent.hidden = false;
    } finally {
      sending = false;
    }
  });
}

/** A form that leads to another page is sent once: a second press on the way there would do it again. */
export function sendOnce() {
  let isLeaving = false;
  window.addEventListener("pageshow", () => (isLeaving = false));
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post" || event.target.target) return;
    if (isLeaving) event.preventDefault();
    else window.setTimeout(() => (isLeaving = false), ON_THE_WAY_MS); // somebody may have stopped the way there
    isLeaving = true;
  });
}

function post(address, sent) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.setRequestHeader("X-Yorisoi-In-Place", "yes");
    request.responseType = "document";
    request.onload = () => {
      if (request.status >= 500) reject(new Error(String(request.status)));
      else resolve({ status: request.status, page: request.response, address: request.responseURL });
    };
    request.onerror = reject;
    request.send(sent);
  });
}
