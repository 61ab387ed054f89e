// The picture worker: wiring of receiver, painter and timer. What it says and hears stands in engine/picture.ts.

import { Alarm, clock } from "../engine/clock.ts";
import { Painter } from "../engine/painter.ts";
import type { FromPicture, ToPicture } from "../engine/picture.ts";
import { decodable } from "../engine/video.ts";
import { Receiver } from "../pure/receiver.ts";

declare const self: DedicatedWorkerGlobalScope;

const FIGURES_MS = 250;

const tell = (message: FromPicture, transfer: Transferable[] = []) => self.postMessage(message, transfer);
const alarm = new Alarm(clock);
const figuresAlarm = new Alarm(clock);

let context: OffscreenCanvasRenderingContext2D | undefined;
let receiver = new Receiver();
let painter: Painter | undefined;
let layout: { readonly layout: number; readonly width: number; readonly height: number } | undefined;
let bytes = 0;
let painted = 0;
let figuresWaiting = false;

function figures(): void {
  if (figuresWaiting) return;
  figuresWaiting = true;
  figuresAlarm.set(FIGURES_MS, () => {
    figuresWaiting = false;
    tell({ t: "figures", painted: receiver.painted, bytes, exact: receiver.exact });
  });
}

/** Sends what is due and sets the timer for what comes next. */
function goOn(): void {
  const now = clock.now();
  painter?.do(receiver.tick(now));
  const ack = receiver.ack(now);
  if (ack !== undefined) tell({ t: "ack", data: ack }, [ack.buffer]);
  if (receiver.painted !== painted) {
    if (painted === 0) tell({ t: "figures", painted: receiver.painted, bytes, exact: receiver.exact });
    painted = receiver.painted;
  }
  figures();
  const next = receiver.deadline();
  if (next === undefined) alarm.stop();
  else alarm.set(Math.max(0, next - clock.now()), goOn);
}

function start(): void {
  painter?.close();
  receiver = new Receiver();
  painted = 0;
  if (context !== undefined) painter = new Painter(context, receiver, { now: clock.now, tell, moved: goOn });
  if (layout !== undefined) painter?.do(receiver.layout(layout.layout, layout));
}

function black(): void {
  context?.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

self.onmessage = ({ data: message }: MessageEvent<ToPicture>) => {
  switch (message.t) {
    case "canvas":
      context = message.canvas.getContext("2d", { alpha: false }) ?? undefined;
      if (context !== undefined) context.imageSmoothingEnabled = false;
      start();
      return;
    case "start":
      start();
      return;
    case "layout":
      layout = message;
      if (context !== undefined) {
        context.canvas.width = message.width;
        context.canvas.height = message.height;
        context.imageSmoothingEnabled = false;
      }
      painter?.do(receiver.layout(message.layout, message));
      painted = 0;
      goOn();
      return;
    case "packet":
      bytes += message.data.byteLength;
      painter?.do(receiver.packet(new Uint8Array(message.data), clock.now()));
      goOn();
      return;
    case "clear":
      black();
      receiver.blanked();
      painted = 0;
      return;
  }
};

void decodable().then((codecs) => tell({ t: "codecs", codecs }));
