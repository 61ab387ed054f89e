// The viewer's wiring: one call, one picture worker, one desk frame, and the page that shows them.

import { Call } from "../engine/call.ts";
import { Alarm, clock } from "../engine/clock.ts";
import { Input } from "../engine/input.ts";
import type { Socket } from "../engine/link.ts";
import { makeCertificate, Path } from "../engine/peer.ts";
import type { FromPicture, ToPicture } from "../engine/picture.ts";
import { authority, type CallState, holds, maySee } from "../engine/state.ts";
import { type Codec, Ending, Permission } from "../wire.gen.ts";
import { type Beside, Desk } from "./desk.ts";
import { EndDialog, TextDialog } from "./dialogs.ts";
import { FiguresLine } from "./figures.ts";
import { attribute, part, say } from "./page.ts";
import { showBeside, showPanels } from "./panels.ts";
import { PassEntry } from "./pass_entry.ts";
import { Permissions } from "./permissions.ts";
import { wasReloaded } from "./reloaded.ts";
import { SpecialKeys } from "./special_keys.ts";
import { Stage } from "./stage.ts";
import { trustedWorker } from "./trusted.ts";
import { showHands, showVeil } from "./veil.ts";
import { choose, fillPage, isKey, language, preferred, words } from "./words.ts";

const REFRESH_MS = 500;
const ROUND_TRIP_EVERY = 4;
const NOTE_MS = 8_000;
/** Below this width the desk gives its room to the picture once there is one. */
const NARROW_PX = 1_700;

const named = document.querySelector<HTMLMetaElement>('meta[name="yorisoi-service"]')?.content ?? "";
const service = named === "" ? location.origin : named;

// the picture

const worker = trustedWorker(new URL("picture.worker.js", import.meta.url));
const tellPicture = (message: ToPicture, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
let codecsKnown: (codecs: readonly Codec[]) => void = () => undefined;
const codecs = new Promise<readonly Codec[]>((resolve) => {
  codecsKnown = resolve;
});
const canvas = part("picture", HTMLCanvasElement).transferControlToOffscreen();
tellPicture({ t: "canvas", canvas }, [canvas]);

// the call

const figures = new FiguresLine();
const noteAlarm = new Alarm(clock);
const refreshAlarm = new Alarm(clock);
let shown: CallState | undefined;
let deskChosen = false;
let saysReloaded = wasReloaded();
let beside: Beside | undefined;

const desk = new Desk(part("desk", HTMLIFrameElement), service, (message) => {
  if (message.t === "beside") {
    beside = message.beside;
    showBeside(call.state, beside);
    return;
  }
  if (message.t === "no_ticket" || message.t === "finished") {
    beside = undefined; // nobody says it any more
    if (message.t === "finished") call.ticketFinished(message.ticket);
    else call.deskHasNoTicket();
    desk.takeFocus();
    return;
  }
  if (message.t === "language") {
    if (message.language === language()) return;
    choose(message.language);
    translate();
    return;
  }
  const before = call.state.ticket;
  call.deskTicket(message.ticket, message.socketTicket);
  // The last gate opened, or a ticket was chosen that needs nothing more: the number is next.
  const wereOpen = before?.ticket === message.ticket.ticket && before.gatesOpen;
  if (message.ticket.gatesOpen && !wereOpen && call.state.phase === "pass") entry.focus();
  if (!message.ticket.gatesOpen) desk.takeFocus();
  if (saysReloaded) call.wasReloaded();
  saysReloaded = false;
});

const call = new Call({
  clock,
  origin: service,
  openSocket: () => new WebSocket(`${service.replace(/^http/, "ws")}/socket/communicator`) as Socket,
  makeCertificate,
  makePath: (certificate, events) => new Path(certificate, [], clock, events),
  codecs: () => codecs,
  picture: {
    start: () => {
      figures.forget();
      tellPicture({ t: "start" });
    },
    layout: ({ layout, width, height }) => {
      figures.forget();
      tellPicture({ t: "layout", layout, width, height });
      stage.layout({ width, height });
    },
    packet: (data) => tellPicture({ t: "packet", data }, [data]),
    clear: () => {
      figures.forget();
      tellPicture({ t: "clear" });
      stage.forgetCursor();
    },
  },
  changed: show,
  wantSocketTicket: () => desk.wantSocketTicket(),
  sessionMoved: (ticket, session, state) => desk.sessionMoved(ticket, session, state),
  note: (code) => {
    const key = `note.${code}`;
    say(part("note"), isKey(key) ? words(key) : words("note.other", { code }));
    noteAlarm.set(NOTE_MS, () => say(part("note"), ""));
  },
  clipboard: (text) => dialogs.text.received(text),
});

const input = new Input({
  send: (frame) => call.path?.sendInput(frame),
  isBehind: () => call.path?.inputIsBehind ?? false,
});

// the page

const stage = new Stage(input, () => {
  keys.released();
  showNow();
});
const keys = new SpecialKeys({ tap: (usages) => input.tap(usages), hold: (code, down) => input.hold(code, down) }, () =>
  stage.focus(),
);
const permissions = new Permissions({
  ask: (permission) => call.ask(permission),
  giveBack: (permission) => call.giveBack(permission),
});
const entry = new PassEntry({ begun: () => call.prepare(), typed: (pass) => call.claim(pass) });
const dialogs = {
  text: new TextDialog({ type: (text) => input.text(text), toClipboard: (text) => call.putOnClipboard(text) }),
  end: new EndDialog((reason) => call.end(reason)),
};

worker.onmessage = ({ data: message }: MessageEvent<FromPicture>) => {
  switch (message.t) {
    case "codecs":
      codecsKnown(message.codecs);
      return;
    case "ack":
      call.path?.sendPicture(message.data);
      return;
    case "cursor_shape":
      stage.shape(message);
      return;
    case "cursor_place":
      stage.theirPlace(message);
      return;
    case "figures":
      figures.heard(message, clock.now());
      showNow();
      return;
  }
};

function setDesk(open: boolean): void {
  document.body.classList.toggle("no-desk", !open);
  const toggle = part("desk-toggle");
  attribute(toggle, "aria-expanded", String(open));
  attribute(toggle, "data-text", open ? "desk.hide" : "desk.show");
  say(toggle, words(open ? "desk.hide" : "desk.show"));
}

/** What changes once when a phase begins. */
function entered(state: CallState, before: CallState | undefined): void {
  if (state.phase === before?.phase) return;
  if (state.phase === "pass") entry.clear();
  const was = before?.phase;
  if (state.phase === "pass" && (was === "connecting" || was === "over") && !desk.isBusy()) entry.focus();
  if (state.phase === "over") {
    dialogs.end.close();
    dialogs.text.forget();
    setDesk(true);
    deskChosen = false;
    if (!desk.isBusy()) document.querySelector<HTMLElement>("#failure button.main:not([hidden])")?.focus();
  }
}

function show(state: CallState): void {
  const before = shown;
  shown = state;
  showPanels(state);
  showBeside(state, beside);
  entered(state, before);
  const may = authority(state);
  input.setAuthority(may);
  const granted = state.phase === "live" && holds(state, Permission.CONTROL);
  stage.setReach(granted, may !== undefined);
  keys.enable(granted, may !== undefined);
  dialogs.text.enable(may !== undefined, state.phase === "live" && holds(state, Permission.CLIPBOARD));
  if (maySee(state) && !deskChosen && window.innerWidth < NARROW_PX) {
    deskChosen = true;
    setDesk(false);
  }
  showNow();
  if (before?.phase !== "live" && state.phase === "live") refresh(0);
}

/** What changes with time alone. */
function showNow(): void {
  if (shown?.phase !== "live") return;
  const now = clock.now();
  permissions.show(shown, now);
  showVeil(shown, figures.hasPicture, now);
  showHands(shown, stage.hasKeyboard);
  figures.show(shown, now);
}

function refresh(turn: number): void {
  if (shown?.phase !== "live") return;
  showNow();
  if (turn % ROUND_TRIP_EVERY === 0) {
    const asked = call.path?.roundTrip() ?? Promise.resolve(undefined);
    asked.then((ms) => figures.roundTrip(ms)).catch(() => figures.roundTrip(undefined));
  }
  refreshAlarm.set(REFRESH_MS, () => refresh(turn + 1));
}

function translate(): void {
  fillPage(document);
  keys.translate();
  entry.show();
  show(call.state);
}

part("desk-toggle").addEventListener("click", () => {
  deskChosen = true;
  setDesk(document.body.classList.contains("no-desk"));
});
part("failure-again").addEventListener("click", () => {
  call.again();
  entry.focus();
});
part("failure-outcome").addEventListener("click", () => desk.toOutcome());
part("cancel").addEventListener("click", () => call.cancel());
part("keys").addEventListener("focus", showNow);

// The keys of a session live in this page alone: leaving it ends the session, so it asks first and says so.
window.addEventListener("beforeunload", (event) => {
  if (call.state.phase === "live") event.preventDefault();
});
window.addEventListener("pagehide", () => {
  call.cancel();
  call.end(Ending.STOPPED_BY_COMMUNICATOR);
});

choose(preferred(navigator.languages));
translate();
desk.open();
