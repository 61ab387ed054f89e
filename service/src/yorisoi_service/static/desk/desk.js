// The desk's page: speaks with the viewer around it, hears that its rows changed, reads only those regions again.
//
//   viewer <- ticket | no_ticket          which ticket is chosen; a one-time socket ticket with it
//   viewer -> session | want_socket_ticket
//   /socket/watch -> Wake                 a hint to read again, nothing else
//
// No markup is ever made from a string here: regions come from a document the browser parsed itself.

const page = document.body.dataset;
const origins = page.viewerOrigins.split(" ");
const isFramed = window.parent !== window;
const ROW_OF_WAKES_MS = 150; // several rows change in one step
const FIRST_REDIAL_MS = 1_000;
const LAST_REDIAL_MS = 30_000;
const BY_ITSELF = { "X-Yorisoi-By-Itself": "yes" }; // nobody touched the page: a sign-in at rest goes on resting

function toViewer(message) {
  if (!isFramed) return;
  // Only the listed origin that really stands around us receives it; for the others the browser drops it.
  for (const origin of origins) window.parent.postMessage({ yorisoi: 1, ...message }, origin);
}

/** A one-time ticket for a socket, or null: then the page is read again and says what is missing. */
async function socketTicket() {
  const answer = await fetch(page.socketTicket, {
    method: "POST",
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

async function tell() {
  if (!isFramed) return;
  if (page.ticket === undefined) {
    toViewer({ t: "no_ticket" });
    return;
  }
  const ticket = await socketTicket().catch(() => null); // the service is away: the viewer asks again
  if (ticket === null) return;
  const gates_open = areGatesOpen();
  toViewer({ t: "ticket", ticket: Number(page.ticket), label: page.label, gates_open, socket_ticket: ticket });
}

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || !origins.includes(event.origin)) return;
  const message = event.data;
  if (typeof message !== "object" || message === null || message.yorisoi !== 1) return;
  if (message.t === "want_socket_ticket") tell();
  if (message.t === "session") readSoon();
});

// Reading again

function isTouched(region) {
  return [...region.querySelectorAll("input, textarea, select")].some((field) => {
    if (field instanceof HTMLSelectElement) return [...field.options].some((o) => o.selected !== o.defaultSelected);
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.type !== "hidden" && field.value !== field.defaultValue;
  });
}

function renew(region, fresh) {
  if (isTouched(region)) {
    document.getElementById("stale").hidden = false;
    return;
  }
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...region.querySelectorAll("details")].map((one) => one.open);
  const taken = document.importNode(fresh, true);
  taken.querySelectorAll("details").forEach((one, at) => {
    one.open = opened[at] ?? one.open;
  });
  region.replaceWith(taken);
  if (focused) document.getElementById(focused)?.focus();
}

function readAgain() {
  const regions = document.querySelectorAll("[data-live]");
  if (regions.length === 0) return;
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  for (const [name, value] of Object.entries(BY_ITSELF)) request.setRequestHeader(name, value);
  request.responseType = "document";
  request.onload = () => {
    if (request.status !== 200 || request.response === null) {
      location.reload();
      return;
    }
    const before = areGatesOpen();
    for (const region of regions) {
      const fresh = request.response.getElementById(region.id);
      if (fresh !== null && fresh.textContent !== region.textContent) renew(region, fresh);
    }
    if (areGatesOpen() !== before) tell();
  };
  request.send();
}

let reading = 0;

function readSoon() {
  window.clearTimeout(reading);
  reading = window.setTimeout(readAgain, ROW_OF_WAKES_MS);
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
    if (message.t === "welcome") {
      redial = FIRST_REDIAL_MS;
      readSoon();
    }
  };
  socket.onclose = later;
}

document.getElementById("read-again")?.addEventListener("click", () => location.reload());
if (!isFramed) for (const one of document.querySelectorAll(".unframed")) one.hidden = false;
tell();
if (page.topic !== undefined) watch(FIRST_REDIAL_MS);
