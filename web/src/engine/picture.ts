// What the page and its picture worker say to each other.
//
//   page                                   worker
//   canvas (once)                    ->
//                                    <-    codecs        what was really decoded here
//   start (each picture channel)     ->                  empty memory
//   layout                           ->
//   packet                           ->
//                                    <-    ack           bytes for the picture channel
//                                    <-    cursor_shape, cursor_place
//                                    <-    figures       at most four times a second, while something changes
//   clear                            ->                  the picture goes black at once

import type { Codec } from "../wire.gen.ts";

export type ToPicture =
  | { readonly t: "canvas"; readonly canvas: OffscreenCanvas }
  | { readonly t: "start" }
  | { readonly t: "layout"; readonly layout: number; readonly width: number; readonly height: number }
  | { readonly t: "packet"; readonly data: ArrayBuffer }
  | { readonly t: "clear" };

export interface Figures {
  readonly painted: number;
  readonly bytes: number;
  readonly exact: boolean;
}

export type FromPicture =
  | { readonly t: "codecs"; readonly codecs: readonly Codec[] }
  | { readonly t: "ack"; readonly data: Uint8Array<ArrayBuffer> }
  | {
      readonly t: "cursor_shape";
      readonly shape: number;
      readonly hotX: number;
      readonly hotY: number;
      readonly image: ImageBitmap | undefined;
    }
  | {
      readonly t: "cursor_place";
      readonly shape: number;
      readonly x: number;
      readonly y: number;
      readonly visible: boolean;
    }
  | ({ readonly t: "figures" } & Figures);
