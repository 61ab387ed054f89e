// The note being written is saved by itself: a moment after the last letter, on leaving the field, on leaving the page.

import { beforeSending } from "./forms.js";

const form = document.getElementById("note-form");
const AFTER_MS = 1_200;

function start() {
  const field = form.querySelector("textarea");
  const state = document.getElementById("note-state");
  const saving = form.elements.namedItem("saving");
  let last = field.value;
  let timer = 0;
  let underWay = Promise.resolve();

  async function save() {
    window.clearTimeout(timer);
    const text = field.value;
    if (text === last) return;
    state.textContent = state.dataset.saving;
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST",
        headers: { "X-CSRFToken": document.body.dataset.csrf },
        body: new URLSearchParams({ text, saving: saving.value }),
        credentials: "same-origin",
        keepalive: true,
      });
      const told = await answer.json();
      if (answer.ok) {
        last = text;
        saving.value = String(told.saving);
        state.textContent = `${state.dataset.saved} ${told.at}`;
      } else state.textContent = told.sentence ?? state.dataset.failed;
    } catch {
      state.textContent = state.dataset.failed;
      timer = window.setTimeout(soon, AFTER_MS * 5);
    }
  }

  function soon() {
    underWay = underWay.then(save);
    return underWay;
  }

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(soon, AFTER_MS);
  });
  field.addEventListener("blur", soon);
  window.addEventListener("pagehide", soon);
  beforeSending(async (sent) => {
    window.clearTimeout(timer);
    await (sent === form ? underWay : soon());
  });
  form.addEventListener("taken", () => {
    field.value = "";
    last = "";
    saving.value = "0";
  });
}

if (form !== null) start();
