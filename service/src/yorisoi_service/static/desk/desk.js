// The desk's page: speaks with the viewer around it, hears that its rows changed, reads only those regions again.
//
//   viewer <- language                    the desk's switch is the only one on the screen
//   viewer <- ticket | no_ticket          which ticket is chosen; a one-time socket ticket with it
//   viewer <- finished                    this ticket is done with: none is chosen, and nothing of it is left to do
//   viewer <- beside                      who looks along in the ticket's session at this moment
//   viewer -> session | want_socket_ticket | to_outcome
//   /socket/watch -> Wake                 a hint to read again, nothing else
//

import { focusNext, focusOutcome, isSending, sendInPlace, sendOnce } from "./forms.js";
import { isTyping } from "./keys.js";
import "./notes.js";
import { changed, put, renewFacts, touchedIn } from "./regions.js";

const page = document.body.dataset;
const origins = page.viewerOrigins.split(" ");
const isFramed = window.parent !== window;
const ROW_OF_WAKES_MS = 150; // several rows change in one step
const TELL_AGAIN_MS = 3_000;
const FIRST_REDIAL_MS = 1_000;
const LAST_REDIAL_MS = 30_000;
const BY_ITSELF = { "X-Yorisoi-By-Itself": "yes" }; // nobody touched the page: a sign-in at rest goes on resting

function toViewer(message) {
  if (!isFramed) return;
  // Only the listed origin that really stands around us receives it; for the others the browser drops it.
  for (const origin of origins) window.parent.postMessage({ yorisoi: 1, ...message }, origin);
}

/** A one-time ticket for a socket, or null: then the page is read again and says what is missing. The viewer's socket may
 * claim only for tickets that the desk named here. */
async function socketTicket(shown = {}) {
  const answer = await fetch(page.socketTicket, {
    method: "POST",
    body: new URLSearchParams(shown),
    headers: { "X-CSRFToken": page.csrf, ...BY_ITSELF },
    credentials: "same-origin",
    cache: "no-store",
  });
  if (answer.ok) return (await answer.json()).socket_ticket;
  if (answer.status === 401 || answer.status === 403) location.reload();
  return null;
}

function areGatesOpen() {
  return document.getElementById("gates")?.dataset.gatesOpen === "yes";
}

/** Who looks along now: it stands at the picture too, since whoever helps looks there. */
function tellWhoLooksAlong() {
  if (page.ticket === undefined) return;
  const names = [...document.querySelectorAll("#session-time [data-beside]")].map((one) => one.dataset.beside);
  toViewer({ t: "beside", ticket: Number(page.ticket), names });
}

let tellingAgain = 0;

async function tell() {
  if (!isFramed) return;
  window.clearTimeout(tellingAgain);
  tellWhoLooksAlong();
  if (page.ticket === undefined || page.finished !== undefined) {
    toViewer(page.ticket === undefined ? { t: "no_ticket" } : { t: "finished", ticket: Number(page.ticket) });
    return;
  }
  const ticket = await socketTicket({ ticket: page.ticket }).catch(() => null);
  if (ticket === null) {
    tellingAgain = window.setTimeout(tell, TELL_AGAIN_MS); // the service is away, or too busy at this moment
    return;
  }
  const gates_open = areGatesOpen();
  toViewer({ t: "ticket", ticket: Number(page.ticket), label: page.label, gates_open, socket_ticket: ticket });
}

/** The gates moved by somebody else's hand: an opened one draws the focus to the viewer, but never out of a word. */
function tellOfGates() {
  const isWriting = document.hasFocus() && isTyping(document.activeElement, false);
  if (areGatesOpen() && isWriting) document.addEventListener("focusout", () => tell(), { once: true });
  else tell();
}

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || !origins.includes(event.origin)) return;
  const message = event.data;
  if (typeof message !== "object" || message === null || message.yorisoi !== 1) return;
  if (message.t === "want_socket_ticket") tell();
  if (message.t === "session") readSoon();
  if (message.t === "to_outcome") focusOutcome();
});

// Reading again

/** Answers may overtake each other: one that was asked for earlier than what is shown already is old news. */
function inTurn() {
  let asked = 0;
  let shown = 0;
  return () => {
    const turn = ++asked;
    return () => {
      if (turn < shown) return false;
      shown = turn;
      return true;
    };
  };
}

const pageTurn = inTurn();
const waitingTurn = inTurn();

function readAgain() {
  if (document.querySelector("[data-live]") === null) return;
  if (isSending()) {
    readSoon();
    return;
  }
  const isNews = pageTurn();
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  for (const [name, value] of Object.entries(BY_ITSELF)) request.setRequestHeader(name, value);
  request.responseType = "document";
  request.onload = () => {
    if (request.status === 404) {
      location.assign(page.home); // the ticket went to somebody else meanwhile
      return;
    }
    if (request.status !== 200 || request.response === null) {
      location.reload();
      return;
    }
    if (isSending()) {
      readSoon();
      return;
    }
    // A step of one's own may have been answered while this was on its way.
    if (!isNews() || Number(request.response.body.dataset.version ?? 0) < Number(page.version ?? 0)) return;
    const before = `${areGatesOpen()} ${page.finished}`;
    for (const [region, fresh] of changed(request.response)) {
      if (region.dataset.asking !== undefined) continue; // choices found for somebody: no page that is read shows them
      if (touchedIn(region).length === 0) put(region, fresh);
      // What somebody writes for later is saved as a draft anyway; sending it asks whether anything changed.
      else if (region.dataset.live !== "draft") document.getElementById("stale").hidden = false;
    }
    renewFacts(request.response);
    tellWhoLooksAlong();
    if (`${areGatesOpen()} ${page.finished}` !== before) tellOfGates();
  };
  request.send();
}

let reading = 0;

function readSoon() {
  window.clearTimeout(reading);
  reading = window.setTimeout(readAgain, ROW_OF_WAKES_MS);
}

/** How many telephones ring, on every page. */
function readWaiting() {
  const isNews = waitingTurn();
  const request = new XMLHttpRequest();
  request.open("GET", page.waiting);
  for (const [name, value] of Object.entries(BY_ITSELF)) request.setRequestHeader(name, value);
  request.responseType = "document";
  request.onload = () => {
    if (!isNews()) return;
    const fresh = request.status === 200 ? request.response?.getElementById("calls-waiting") : null;
    const old = document.getElementById("calls-waiting");
    if (fresh && old && fresh.textContent !== old.textContent) old.replaceWith(document.importNode(fresh, true));
  };
  request.send();
}

// Hearing that something changed

async function watch(redial) {
  const ticket = await socketTicket().catch(() => null);
  const later = () => window.setTimeout(watch, redial, Math.min(redial * 2, LAST_REDIAL_MS));
  if (ticket === null) {
    later();
    return;
  }
  const address = new URL(page.watch, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  socket.onopen = () => socket.send(JSON.stringify({ t: "hello", version: 1, socket_ticket: ticket }));
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.t === "wake" && (page.topic === "desk" || page.topic === message.topic)) readSoon();
    if (message.t === "wake" && message.topic === "desk") readWaiting();
    if (message.t === "welcome") {
      redial = FIRST_REDIAL_MS;
      readSoon();
      readWaiting();
    }
  };
  socket.onclose = later;
}

// A ticket whose number is typed next opens where the field for it is: around the desk, or else in the workplace.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("a[data-in-viewer]");
  if (link !== null && !isFramed) link.href = `${page.workplace}#ticket=${link.dataset.inViewer}`;
});

document.getElementById("read-again")?.addEventListener("click", () => location.reload());
if (!isFramed) for (const one of document.querySelectorAll(".unframed")) one.hidden = false;
if (document.activeElement === document.body) {
  if (page.ticket === undefined) document.querySelector("[autofocus]")?.focus();
  else focusNext({ preventScroll: true }); // who calls and what to say first stand at the top
} else if (page.ticket !== undefined && location.hash === "") window.scrollTo(0, 0); // the browser was faster
sendInPlace(tell);
sendOnce();
toViewer({ t: "language", language: document.documentElement.lang });
tell();
watch(FIRST_REDIAL_MS);
