// Keys for hands that stay on the keyboard. Function keys, since single letters belong to screen readers; "?" alone is a
// sign, so it can be switched off. None works while something is being typed. What carries `data-key` is pressed by it.

import { focusNext } from "./forms.js";
import { isTouched } from "./regions.js";

const KEPT_AS = "yorisoi.desk.keys";
const TEXT = "textarea, select, input:not([type=checkbox], [type=radio], [type=hidden])";
const dialog = document.getElementById("keys");
const isOn = document.getElementById("keys-on");

function kept() {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null; // the browser keeps nothing for us
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT_AS, isOn.checked ? "on" : "off");
  } catch {
    // then it holds for this page alone
  }
}

/** Is this key part of something being written? A sign is, in any field; another key is, once the field holds something. */
export function isTyping(target, isSign) {
  const field = target instanceof Element ? target.closest(TEXT) : null;
  if (field === null) return false;
  return isSign || (isTouched(field) && field.value !== "");
}

function isSeen(element) {
  return element.checkVisibility() && !element.disabled;
}

/** The thing on the page that this key is for: what the page is about goes before the bar at its top. */
function meant(name) {
  const found = [...document.querySelectorAll("main [data-key]"), ...document.querySelectorAll("header [data-key]")];
  return found.find((one) => one.dataset.key === name && isSeen(one));
}

function nameOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return event.ctrlKey && event.key === "Enter" ? "Ctrl+Enter" : "";
  if (event.key === "?") return "?";
  return event.shiftKey ? `Shift+${event.key}` : event.key;
}

function pressed(event) {
  if (event.isComposing || event.repeat || document.querySelector("dialog[open]") !== null) return;
  const name = nameOf(event);
  if (name === "Ctrl+Enter" && event.target instanceof HTMLTextAreaElement && event.target.form !== null) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (!isOn.checked || isTyping(event.target, name === "?")) return;
  if (name === "?") dialog.showModal();
  else if (name === "F8") focusNext();
  else {
    const one = name === "" ? undefined : meant(name);
    if (one === undefined) return;
    if (one.matches(TEXT)) one.focus();
    else one.click();
  }
  event.preventDefault();
}

if (dialog !== null) {
  isOn.checked = kept() !== "off";
  isOn.addEventListener("change", keep);
  document.getElementById("keys-open").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", pressed);
}
