// Keeps the finishing form as a draft while somebody writes: a call goes on meanwhile, and windows get closed.
// The form's region is read again when the ticket changes, so what is listened to is the page.

import { beforeSending } from "./forms.js";

const REST_MS = 1_500; // nobody typed for so long
let timer = 0;
let isTouched = false;

function form() {
  return document.getElementById("outcome-form");
}

let underWay = Promise.resolve();

function keep() {
  window.clearTimeout(timer);
  underWay = underWay.then(keepNow);
  return underWay;
}

async function keepNow() {
  const typed = form();
  if (typed === null) return;
  isTouched = false;
  const answer = await fetch(typed.dataset.draft, {
    method: "POST",
    body: new FormData(typed),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    cache: "no-store",
  }).catch(() => null); // the service is away: the next stroke tries again
  const status = document.getElementById("outcome-kept");
  if (answer === null || answer.status >= 500) isTouched = true; // still unkept: the next step tries again
  if (answer === null || status === null) return;
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && said.mark) typed.elements.namedItem("drafted").value = said.mark;
  if (answer.ok && said.kept) status.textContent = `${typed.dataset.kept} ${said.kept}`;
  else if (said.sentence) status.textContent = said.sentence;
}

document.addEventListener("input", (event) => {
  if (!event.target.closest("#outcome-form")) return;
  isTouched = true;
  window.clearTimeout(timer);
  timer = window.setTimeout(keep, REST_MS);
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "outcome-form") return;
  isTouched = false;
  window.clearTimeout(timer);
});

// Another step may give the ticket away: what was written last is kept first.
beforeSending(async (sent) => {
  if (sent.id === "outcome-form") return;
  await underWay;
  if (isTouched) await keep();
});

window.addEventListener("pagehide", () => {
  const typed = form();
  if (isTouched && typed !== null) navigator.sendBeacon(typed.dataset.draft, new FormData(typed));
});
