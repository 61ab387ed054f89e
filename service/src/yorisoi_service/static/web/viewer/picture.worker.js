// src/engine/clock.ts
var clock = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  draw: (count) => crypto.getRandomValues(new Uint8Array(count))
};
var inJapan = new Intl.DateTimeFormat("ja-JP", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "Asia/Tokyo"
});
var Alarm = class {
  #cancel;
  #clock;
  constructor(clock2) {
    this.#clock = clock2;
  }
  set(ms, act) {
    this.stop();
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = void 0;
      act();
    });
  }
  stop() {
    this.#cancel?.();
    this.#cancel = void 0;
  }
};

// src/wire.gen.ts
var FrameError = class extends Error {
  constructor(where) {
    super(`no frame: ${where}`);
    this.name = "FrameError";
  }
};
function inRange(value, low, high, name) {
  if (!Number.isInteger(value) || value < low || value > high) throw new FrameError(name);
  return value;
}
function codeOf(value, codes, name) {
  for (const each of Object.values(codes)) if (typeof each === "number" && each === value) return each;
  throw new FrameError(name);
}
function readFrame(bytes2, read) {
  try {
    const reader = new Bytes(bytes2);
    const value = read(reader);
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof FrameError) return void 0;
    throw error;
  }
}
var Bytes = class {
  #view;
  #at = 0;
  #bytes;
  constructor(bytes2) {
    this.#bytes = bytes2;
    this.#view = new DataView(bytes2.buffer, bytes2.byteOffset, bytes2.byteLength);
  }
  number(size, low, high, name) {
    if (this.#at + size > this.#bytes.length) throw new FrameError(`${name} cut short`);
    const at = this.#at;
    this.#at += size;
    const signed = low < 0;
    if (size === 1) return inRange(signed ? this.#view.getInt8(at) : this.#view.getUint8(at), low, high, name);
    if (size === 2) return inRange(signed ? this.#view.getInt16(at) : this.#view.getUint16(at), low, high, name);
    return inRange(signed ? this.#view.getInt32(at) : this.#view.getUint32(at), low, high, name);
  }
  take(size, name) {
    if (this.#at + size > this.#bytes.length) throw new FrameError(`${name} cut short`);
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }
  rest(low, high, name) {
    const found = this.#bytes.subarray(this.#at);
    inRange(found.length, low, high, name);
    this.#at = this.#bytes.length;
    return found;
  }
  end() {
    if (this.#at !== this.#bytes.length) throw new FrameError("bytes too many");
  }
};
var Out = class {
  #parts = [];
  #length = 0;
  number(value, size, low, high, name) {
    let left = inRange(value, low, high, name);
    if (left < 0) left += 2 ** (8 * size);
    const part = new Uint8Array(size);
    for (let at = size - 1; at >= 0; at--) {
      part[at] = left % 256;
      left = Math.floor(left / 256);
    }
    this.bytes(part);
  }
  bytes(part) {
    this.#parts.push(part);
    this.#length += part.length;
  }
  done() {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
};
function writeFates(out, fates, high, name) {
  out.number(fates.length, 2, 0, high, name);
  const packed = new Uint8Array(Math.ceil(fates.length / 4));
  fates.forEach((fate, at) => {
    packed[at >> 2] = packed[at >> 2] | inRange(fate, 0, 3, name) << at % 4 * 2;
  });
  out.bytes(packed);
}
var ACK_WINDOW = 256;
var MAX_MISSING = 64;
var VIDEO_GAP_MS = 300;
var GIVE_UP_MS = 1e3;
var MAX_ASSEMBLY_BYTES = 16e6;
var Codec = {
  VP8: "vp8",
  H264: "h264"
};
var TileCodec = /* @__PURE__ */ ((TileCodec2) => {
  TileCodec2[TileCodec2["PNG"] = 1] = "PNG";
  return TileCodec2;
})(TileCodec || {});
var VideoCodec = /* @__PURE__ */ ((VideoCodec2) => {
  VideoCodec2[VideoCodec2["VP8"] = 1] = "VP8";
  VideoCodec2[VideoCodec2["H264"] = 2] = "H264";
  return VideoCodec2;
})(VideoCodec || {});
var CursorCodec = /* @__PURE__ */ ((CursorCodec2) => {
  CursorCodec2[CursorCodec2["PNG"] = 1] = "PNG";
  return CursorCodec2;
})(CursorCodec || {});
var USAGE_OF_CODE = /* @__PURE__ */ new Map([
  ["KeyA", 4],
  ["KeyB", 5],
  ["KeyC", 6],
  ["KeyD", 7],
  ["KeyE", 8],
  ["KeyF", 9],
  ["KeyG", 10],
  ["KeyH", 11],
  ["KeyI", 12],
  ["KeyJ", 13],
  ["KeyK", 14],
  ["KeyL", 15],
  ["KeyM", 16],
  ["KeyN", 17],
  ["KeyO", 18],
  ["KeyP", 19],
  ["KeyQ", 20],
  ["KeyR", 21],
  ["KeyS", 22],
  ["KeyT", 23],
  ["KeyU", 24],
  ["KeyV", 25],
  ["KeyW", 26],
  ["KeyX", 27],
  ["KeyY", 28],
  ["KeyZ", 29],
  ["Digit1", 30],
  ["Digit2", 31],
  ["Digit3", 32],
  ["Digit4", 33],
  ["Digit5", 34],
  ["Digit6", 35],
  ["Digit7", 36],
  ["Digit8", 37],
  ["Digit9", 38],
  ["Digit0", 39],
  ["Enter", 40],
  ["Escape", 41],
  ["Backspace", 42],
  ["Tab", 43],
  ["Space", 44],
  ["Minus", 45],
  ["Equal", 46],
  ["BracketLeft", 47],
  ["BracketRight", 48],
  ["Backslash", 49],
  ["Semicolon", 51],
  ["Quote", 52],
  ["Backquote", 53],
  ["Comma", 54],
  ["Period", 55],
  ["Slash", 56],
  ["CapsLock", 57],
  ["F1", 58],
  ["F2", 59],
  ["F3", 60],
  ["F4", 61],
  ["F5", 62],
  ["F6", 63],
  ["F7", 64],
  ["F8", 65],
  ["F9", 66],
  ["F10", 67],
  ["F11", 68],
  ["F12", 69],
  ["F13", 104],
  ["F14", 105],
  ["F15", 106],
  ["F16", 107],
  ["F17", 108],
  ["F18", 109],
  ["F19", 110],
  ["F20", 111],
  ["F21", 112],
  ["F22", 113],
  ["F23", 114],
  ["F24", 115],
  ["PrintScreen", 70],
  ["ScrollLock", 71],
  ["Pause", 72],
  ["Insert", 73],
  ["Home", 74],
  ["PageUp", 75],
  ["Delete", 76],
  ["End", 77],
  ["PageDown", 78],
  ["ArrowRight", 79],
  ["ArrowLeft", 80],
  ["ArrowDown", 81],
  ["ArrowUp", 82],
  ["NumLock", 83],
  ["NumpadDivide", 84],
  ["NumpadMultiply", 85],
  ["NumpadSubtract", 86],
  ["NumpadAdd", 87],
  ["NumpadEnter", 88],
  ["Numpad1", 89],
  ["Numpad2", 90],
  ["Numpad3", 91],
  ["Numpad4", 92],
  ["Numpad5", 93],
  ["Numpad6", 94],
  ["Numpad7", 95],
  ["Numpad8", 96],
  ["Numpad9", 97],
  ["Numpad0", 98],
  ["NumpadDecimal", 99],
  ["IntlBackslash", 100],
  ["ContextMenu", 101],
  ["NumpadEqual", 103],
  ["Open", 116],
  ["Help", 117],
  ["Props", 118],
  ["Select", 119],
  ["Again", 121],
  ["Undo", 122],
  ["Cut", 123],
  ["Copy", 124],
  ["Paste", 125],
  ["Find", 126],
  ["AudioVolumeMute", 127],
  ["AudioVolumeUp", 128],
  ["AudioVolumeDown", 129],
  ["NumpadComma", 133],
  ["IntlRo", 135],
  ["KanaMode", 136],
  ["IntlYen", 137],
  ["Convert", 138],
  ["NonConvert", 139],
  ["Lang1", 144],
  ["Lang2", 145],
  ["Lang3", 146],
  ["Lang4", 147],
  ["Lang5", 148],
  ["NumpadParenLeft", 182],
  ["NumpadParenRight", 183],
  ["NumpadBackspace", 187],
  ["NumpadMemoryStore", 208],
  ["NumpadMemoryRecall", 209],
  ["NumpadMemoryClear", 210],
  ["NumpadMemoryAdd", 211],
  ["NumpadMemorySubtract", 212],
  ["NumpadClear", 216],
  ["NumpadClearEntry", 217],
  ["ControlLeft", 224],
  ["ShiftLeft", 225],
  ["AltLeft", 226],
  ["MetaLeft", 227],
  ["ControlRight", 228],
  ["ShiftRight", 229],
  ["AltRight", 230],
  ["MetaRight", 231]
]);
var USAGES = new Set(USAGE_OF_CODE.values());
function checkFragmentRules(value) {
  if (!(value.index < value.count)) throw new FrameError("Fragment");
  if (!(value.index + 1 === value.count || value.data.length === 1092)) throw new FrameError("Fragment");
  return value;
}
function readFragmentFields(bytes2) {
  return checkFragmentRules({
    seq: bytes2.number(4, 1, 4294967295, "seq"),
    index: bytes2.number(2, 0, 4095, "index"),
    count: bytes2.number(2, 1, 4096, "count"),
    data: bytes2.rest(1, 1092, "data")
  });
}
function checkTileRules(value) {
  if (!(value.x + value.w <= 16384)) throw new FrameError("Tile");
  if (!(value.y + value.h <= 16384)) throw new FrameError("Tile");
  return value;
}
function readTileFields(bytes2) {
  return checkTileRules({
    kind: "tile",
    layout: bytes2.number(2, 1, 65535, "layout"),
    x: bytes2.number(2, 0, 16383, "x"),
    y: bytes2.number(2, 0, 16383, "y"),
    w: bytes2.number(2, 1, 16384, "w"),
    h: bytes2.number(2, 1, 16384, "h"),
    codec: codeOf(bytes2.number(1, 0, 255, "codec"), TileCodec, "codec"),
    data: bytes2.rest(1, 4472832, "data")
  });
}
function checkVideoRules(value) {
  if (!(value.x + value.w <= value.width)) throw new FrameError("Video");
  if (!(value.y + value.h <= value.height)) throw new FrameError("Video");
  return value;
}
function readVideoFields(bytes2) {
  return checkVideoRules({
    kind: "video",
    layout: bytes2.number(2, 1, 65535, "layout"),
    x: bytes2.number(2, 0, 16383, "x"),
    y: bytes2.number(2, 0, 16383, "y"),
    w: bytes2.number(2, 1, 16384, "w"),
    h: bytes2.number(2, 1, 16384, "h"),
    codec: codeOf(bytes2.number(1, 0, 255, "codec"), VideoCodec, "codec"),
    key: bytes2.number(1, 0, 1, "key") === 1,
    frame: bytes2.number(4, 0, 4294967295, "frame"),
    pts_ms: bytes2.number(4, 0, 4294967295, "pts_ms"),
    width: bytes2.number(2, 1, 16384, "width"),
    height: bytes2.number(2, 1, 16384, "height"),
    data: bytes2.rest(1, 4472832, "data")
  });
}
function checkCursorShapeRules(value) {
  if (!(value.hot_x <= value.w)) throw new FrameError("CursorShape");
  if (!(value.hot_y <= value.h)) throw new FrameError("CursorShape");
  if (!(value.w === 0 === (value.h === 0))) throw new FrameError("CursorShape");
  if (!(value.w === 0 === (value.data.length === 0))) throw new FrameError("CursorShape");
  return value;
}
function readCursorShapeFields(bytes2) {
  return checkCursorShapeRules({
    kind: "cursor_shape",
    shape: bytes2.number(2, 0, 65535, "shape"),
    hot_x: bytes2.number(2, 0, 512, "hot_x"),
    hot_y: bytes2.number(2, 0, 512, "hot_y"),
    w: bytes2.number(2, 0, 512, "w"),
    h: bytes2.number(2, 0, 512, "h"),
    codec: codeOf(bytes2.number(1, 0, 255, "codec"), CursorCodec, "codec"),
    data: bytes2.rest(0, 4472832, "data")
  });
}
function readCursorPlaceFields(bytes2) {
  return {
    kind: "cursor_place",
    shape: bytes2.number(2, 0, 65535, "shape"),
    x: bytes2.number(2, 0, 16383, "x"),
    y: bytes2.number(2, 0, 16383, "y"),
    visible: bytes2.number(1, 0, 1, "visible") === 1
  };
}
function readProbeFields(_bytes) {
  return {
    kind: "probe"
  };
}
function readStillFields(bytes2) {
  return {
    kind: "still",
    layout: bytes2.number(2, 1, 65535, "layout")
  };
}
function writeMissingFields(out, value) {
  out.number(value.seq, 4, 1, 4294967295, "seq");
  out.number(value.index, 2, 0, 4095, "index");
}
function checkAckRules(value) {
  if (!(value.fates.length <= value.newest)) throw new FrameError("Ack");
  return value;
}
function writeAckFields(out, value) {
  checkAckRules(value);
  out.number(value.newest, 4, 1, 4294967295, "newest");
  writeFates(out, value.fates, 256, "fates");
  out.number(value.need_key ? 1 : 0, 1, 0, 1, "need_key");
  out.number(value.missing.length, 1, 0, 64, "missing");
  for (const each of value.missing) writeMissingFields(out, each);
}
function readFragment(bytes2) {
  return readFrame(bytes2, readFragmentFields);
}
var TILE_KIND = 1;
var VIDEO_KIND = 2;
var CURSOR_SHAPE_KIND = 3;
var CURSOR_PLACE_KIND = 4;
var PROBE_KIND = 5;
var STILL_KIND = 6;
function readPicture(bytes2) {
  return readFrame(bytes2, (reader) => {
    switch (reader.number(1, 0, 255, "kind")) {
      case TILE_KIND:
        return readTileFields(reader);
      case VIDEO_KIND:
        return readVideoFields(reader);
      case CURSOR_SHAPE_KIND:
        return readCursorShapeFields(reader);
      case CURSOR_PLACE_KIND:
        return readCursorPlaceFields(reader);
      case PROBE_KIND:
        return readProbeFields(reader);
      case STILL_KIND:
        return readStillFields(reader);
      default:
        throw new FrameError("unknown kind");
    }
  });
}
var ACK_KIND = 16;
function writeAck(value) {
  const out = new Out();
  switch (value.kind) {
    case "ack":
      out.number(ACK_KIND, 1, 0, 255, "kind");
      writeAckFields(out, value);
      break;
  }
  return out.done();
}

// src/engine/samples.ts
var SAMPLES = [
  {
    name: Codec.VP8,
    codec: 1 /* VP8 */,
    width: 32,
    height: 32,
    data: "MAIAnQEqIAAgAABHCIWFiJmEiAICAAqSvMMA/v5/xX/7dvz/66AA"
  },
  {
    name: Codec.H264,
    codec: 2 /* H264 */,
    width: 32,
    height: 32,
    data: "AAAAAWdCwAraJaEAAAMAAQAAAwA8jxImoAAAAAFozg/IAAAAAWWIhDomKAAIg8mKAAJFldeA"
  }
];

// src/engine/video.ts
var COLOURS = {
  primaries: "bt709",
  transfer: "iec61966-2-1",
  matrix: "smpte170m",
  fullRange: false
};
function h264Name(annexB) {
  for (let at = 0; at + 6 < annexB.length; at += 1) {
    const startCode = annexB[at] === 0 && annexB[at + 1] === 0 && annexB[at + 2] === 1;
    if (!startCode || ((annexB[at + 3] ?? 0) & 31) !== 7) continue;
    return `avc1.${[4, 5, 6].map((more) => (annexB[at + more] ?? 0).toString(16).padStart(2, "0")).join("")}`;
  }
  return void 0;
}
function configuration(codec, size, key) {
  const name = codec === 1 /* VP8 */ ? "vp8" : h264Name(key);
  if (name === void 0) return void 0;
  return {
    codec: name,
    codedWidth: size.width,
    codedHeight: size.height,
    colorSpace: COLOURS,
    optimizeForLatency: true,
    hardwareAcceleration: "prefer-software"
  };
}
var Video = class {
  #decoder;
  #configured = "";
  #events;
  constructor(events) {
    this.#events = events;
  }
  /** Hands one frame over, in chain order. */
  decode(seq, key, codec, size, data) {
    try {
      if (key) this.#configure(codec, size, data);
      if (this.#decoder === void 0) throw new TypeError("no key frame yet");
      this.#decoder.decode(new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp: seq, data }));
    } catch {
      this.reset();
      this.#events.failed();
    }
  }
  /** Ends when everything handed over has come out. A key frame must follow. */
  async flush() {
    await this.#decoder?.flush();
  }
  /** Forgets everything; outputs of frames handed over before never come. */
  reset() {
    const decoder = this.#decoder;
    this.#decoder = void 0;
    this.#configured = "";
    if (decoder !== void 0 && decoder.state !== "closed") decoder.close();
  }
  #configure(codec, size, key) {
    const wanted = configuration(codec, size, key);
    if (wanted === void 0) throw new TypeError("no parameter set");
    const description = JSON.stringify(wanted);
    if (this.#decoder !== void 0 && this.#configured === description) return;
    this.reset();
    const decoder = new VideoDecoder({
      output: (frame) => {
        if (this.#decoder === decoder) this.#events.output(frame.timestamp, frame);
        else frame.close();
      },
      error: () => {
        if (this.#decoder !== decoder) return;
        this.reset();
        this.#events.failed();
      }
    });
    decoder.configure(wanted);
    this.#decoder = decoder;
    this.#configured = description;
  }
};
async function decodable() {
  if (typeof VideoDecoder === "undefined") return [];
  const works = await Promise.all(SAMPLES.map(async (sample) => await comesOut(sample) ? [sample.name] : []));
  return works.flat();
}
function comesOut({ codec, width, height, data }) {
  return new Promise((resolve) => {
    const video = new Video({
      output(_, frame) {
        resolve(frame.codedWidth >= width && frame.codedHeight >= height);
        frame.close();
        video.reset();
      },
      failed: () => resolve(false)
    });
    const bytes2 = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    video.decode(1, true, codec, { width, height }, bytes2);
    video.flush().catch(() => resolve(false));
  });
}

// src/engine/painter.ts
var Painter = class {
  #ports;
  #receiver;
  #context;
  #pixels = /* @__PURE__ */ new Map();
  #video;
  #shapeSerial = 0;
  #over = false;
  constructor(context2, receiver2, ports) {
    this.#context = context2;
    this.#receiver = receiver2;
    this.#ports = ports;
    this.#video = new Video({
      output: (seq, frame) => this.#keep(seq, frame),
      failed: () => this.#did(this.#receiver.videoFailed(ports.now()))
    });
  }
  do(steps) {
    for (const step of steps) this.#do(step);
  }
  /** Frees what is held; what is still being decoded is thrown away when it comes. */
  close() {
    this.#over = true;
    this.#video.reset();
    for (const seq of [...this.#pixels.keys()]) this.#drop(seq);
  }
  #do(step) {
    switch (step.do) {
      case "decode_tile":
        bitmap(step.data).then(
          (image) => this.#keep(step.seq, image),
          () => this.#did(this.#receiver.failed(step.seq, this.#ports.now()))
        );
        return;
      case "decode_video":
        this.#video.decode(step.seq, step.key, step.codec, step.size, step.data);
        return;
      case "paint": {
        const pixels = this.#pixels.get(step.seq);
        if (pixels === void 0) return;
        const video = "codedWidth" in pixels;
        for (const { x, y, w, h } of step.clip) {
          this.#context.drawImage(pixels, video ? x : x - step.rect.x, video ? y : y - step.rect.y, w, h, x, y, w, h);
        }
        this.#drop(step.seq);
        return;
      }
      case "drop":
        this.#drop(step.seq);
        return;
      case "reset_video":
        this.#video.reset();
        return;
      case "cursor_shape":
        this.#shape(step.shape);
        return;
      case "cursor_place": {
        const { shape, x, y, visible } = step.place;
        this.#ports.tell({ t: "cursor_place", shape, x, y, visible });
        return;
      }
    }
  }
  #keep(seq, pixels) {
    if (this.#over) {
      pixels.close();
      return;
    }
    this.#drop(seq);
    this.#pixels.set(seq, pixels);
    this.#did(this.#receiver.decoded(seq));
  }
  #did(steps) {
    if (this.#over) return;
    this.do(steps);
    this.#ports.moved();
  }
  #drop(seq) {
    this.#pixels.get(seq)?.close();
    this.#pixels.delete(seq);
  }
  #shape({ shape, hot_x: hotX, hot_y: hotY, data }) {
    this.#shapeSerial += 1;
    const serial = this.#shapeSerial;
    const tell2 = (image) => {
      if (serial !== this.#shapeSerial || this.#over) image?.close();
      else this.#ports.tell({ t: "cursor_shape", shape, hotX, hotY, image }, image === void 0 ? [] : [image]);
    };
    if (data.length === 0) tell2(void 0);
    else bitmap(data).then(tell2, () => tell2(void 0));
  }
};
function bitmap(png) {
  const blob = new Blob([png], { type: "image/png" });
  return createImageBitmap(blob, { premultiplyAlpha: "none", colorSpaceConversion: "none" });
}

// src/pure/acks.ts
var SPACING_MS = 15;
var INCOMPLETE_MS = 100;
var NEED_KEY_MS = 250;
var NEED_KEY_TIMES = 8;
var Acks = class {
  #fates = /* @__PURE__ */ new Map();
  #newest = 0;
  #news = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  #needKeySent = 0;
  get newest() {
    return this.#newest;
  }
  /** The lowest number that still has a fate. */
  get oldest() {
    return Math.max(1, this.#newest - ACK_WINDOW + 1);
  }
  fate(seq) {
    return this.#fates.get(seq) ?? 0 /* UNKNOWN */;
  }
  /** Something of this number has arrived. False when it is older than what is remembered. */
  arrived(seq) {
    this.#needKeySent = 0;
    if (seq > this.#newest) {
      this.#newest = seq;
      for (const known of this.#fates.keys()) if (known < this.oldest) this.#fates.delete(known);
    }
    return seq >= this.oldest;
  }
  decoding(seq) {
    this.#set(seq, 3 /* DECODING */);
  }
  settle(seq, fate) {
    this.#set(seq, fate);
    this.#news = true;
  }
  /** Somebody asks to be told although nothing is new. */
  askedFor() {
    this.#news = true;
  }
  due(incomplete, needKey) {
    if (this.#newest === 0) return void 0;
    if (this.#news) return this.#sentAt + SPACING_MS;
    if (incomplete) return this.#sentAt + INCOMPLETE_MS;
    if (needKey && this.#needKeySent < NEED_KEY_TIMES) return this.#sentAt + NEED_KEY_MS;
    return void 0;
  }
  /** The fates to send now, newest first. */
  take(needKey, now) {
    this.#news = false;
    this.#sentAt = now;
    if (needKey) this.#needKeySent += 1;
    const fates = [];
    for (let seq = this.#newest; seq >= this.oldest; seq -= 1) fates.push(this.fate(seq));
    return fates;
  }
  #set(seq, fate) {
    if (seq >= this.oldest && seq <= this.#newest) this.#fates.set(seq, fate);
  }
};

// src/pure/assembly.ts
var Assembly = class {
  #open = /* @__PURE__ */ new Map();
  #held = 0;
  get size() {
    return this.#open.size;
  }
  /** The whole message when this fragment completes it. One that contradicts an earlier one is dropped. */
  add(seq, index, count, bytes2, now) {
    if (count === 1 && !this.#open.has(seq)) return bytes2;
    let partial = this.#open.get(seq);
    if (partial === void 0) {
      partial = { parts: new Array(count), left: count, bytes: 0, highest: 0, touchedAt: now };
      this.#open.set(seq, partial);
    }
    if (partial.parts.length !== count || partial.parts[index] !== void 0) return void 0;
    partial.parts[index] = bytes2;
    partial.left -= 1;
    partial.bytes += bytes2.length;
    partial.highest = Math.max(partial.highest, index);
    partial.touchedAt = now;
    this.#held += bytes2.length;
    if (partial.left > 0) return void 0;
    const message = new Uint8Array(partial.bytes);
    let at = 0;
    for (const part of partial.parts) {
      if (part === void 0) continue;
      message.set(part, at);
      at += part.length;
    }
    this.forget(seq);
    return message;
  }
  forget(seq) {
    const partial = this.#open.get(seq);
    if (partial === void 0) return;
    this.#held -= partial.bytes;
    this.#open.delete(seq);
  }
  clear() {
    this.#open.clear();
    this.#held = 0;
  }
  /** Numbers that will not be waited for: older than `oldest`, untouched since `before`, or beyond the memory. */
  abandoned(oldest, before) {
    const gone = [...this.#open].filter(([seq, it]) => seq < oldest || it.touchedAt <= before).map(([seq]) => seq);
    let held = this.#held;
    for (const seq of gone) held -= this.#open.get(seq)?.bytes ?? 0;
    for (const [seq, partial] of [...this.#open].sort(([a], [b]) => a - b)) {
      if (held <= MAX_ASSEMBLY_BYTES) break;
      if (gone.includes(seq)) continue;
      gone.push(seq);
      held -= partial.bytes;
    }
    return gone;
  }
  /** The moment at which the message untouched for longest was last touched. */
  oldestTouch() {
    let oldest;
    for (const { touchedAt } of this.#open.values()) {
      if (oldest === void 0 || touchedAt < oldest) oldest = touchedAt;
    }
    return oldest;
  }
  /**
   * Fragments to ask for again, newest message first, at most `most`: of messages whose first byte `wanted` accepts
   * or is not known yet, and only such fragments that something later has overtaken.
   */
  missing(newest, wanted, most) {
    const found = [];
    for (const [seq, partial] of [...this.#open].sort(([a], [b]) => b - a)) {
      const kind = partial.parts[0]?.[0];
      if (kind !== void 0 && !wanted(kind)) continue;
      const end = seq < newest ? partial.parts.length : partial.highest;
      for (let index = 0; index < end; index += 1) {
        if (partial.parts[index] !== void 0) continue;
        if (found.length === most) return found;
        found.push({ seq, index });
      }
    }
    return found;
  }
};

// src/pure/chain.ts
var NOTHING = { start: [], refuse: [] };
var Chain = class {
  #waiting = /* @__PURE__ */ new Map();
  #last;
  #newest = -1;
  #needKey = false;
  /** Whether only a key frame can go on. */
  get needKey() {
    return this.#needKey;
  }
  /** A frame has arrived whole. */
  complete(seq, frame, key, now) {
    if (frame <= this.#newest || this.#waiting.has(frame)) return { start: [], refuse: [seq] };
    if (key) {
      const refuse = this.#dropWaiting((waiting) => waiting < frame);
      this.#needKey = false;
      this.#handOver(frame);
      return { start: [seq, ...this.#successors()], refuse };
    }
    if (this.#needKey) return { start: [], refuse: [seq] };
    if (this.#last !== void 0 && frame === this.#last + 1) {
      this.#handOver(frame);
      return { start: [seq, ...this.#successors()], refuse: [] };
    }
    this.#waiting.set(frame, { seq, since: now });
    return NOTHING;
  }
  /** The decoder failed, or what it holds is no longer wanted: everything up to the next key frame is lost. */
  broken() {
    this.#last = void 0;
    this.#needKey = true;
    return { start: [], refuse: this.#dropWaiting(() => true) };
  }
  tick(now) {
    const deadline = this.deadline();
    return deadline !== void 0 && now >= deadline ? this.broken() : NOTHING;
  }
  deadline() {
    let first;
    for (const { since } of this.#waiting.values()) if (first === void 0 || since < first) first = since;
    return first === void 0 ? void 0 : first + VIDEO_GAP_MS;
  }
  #handOver(frame) {
    this.#last = frame;
    this.#newest = frame;
  }
  #successors() {
    const start2 = [];
    for (; ; ) {
      const next = (this.#last ?? 0) + 1;
      const waiting = this.#waiting.get(next);
      if (waiting === void 0) return start2;
      this.#waiting.delete(next);
      this.#handOver(next);
      start2.push(waiting.seq);
    }
  }
  #dropWaiting(which) {
    const gone = [...this.#waiting].filter(([frame]) => which(frame));
    for (const [frame] of gone) this.#waiting.delete(frame);
    return gone.map(([, { seq }]) => seq);
  }
};

// src/pure/region.ts
function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
function without(rect, cover) {
  if (!overlap(rect, cover)) return [rect];
  const top = Math.max(rect.y, cover.y);
  const bottom = Math.min(rect.y + rect.h, cover.y + cover.h);
  const left = Math.max(rect.x, cover.x);
  const right = Math.min(rect.x + rect.w, cover.x + cover.w);
  return [
    { x: rect.x, y: rect.y, w: rect.w, h: top - rect.y },
    { x: rect.x, y: top, w: left - rect.x, h: bottom - top },
    { x: right, y: top, w: rect.x + rect.w - right, h: bottom - top },
    { x: rect.x, y: bottom, w: rect.w, h: rect.y + rect.h - bottom }
  ].filter((part) => part.w > 0 && part.h > 0);
}
function subtract(rects, covers) {
  let rest = [...rects];
  for (const cover of covers) {
    if (rest.length === 0) break;
    rest = rest.flatMap((rect) => without(rect, cover));
  }
  return rest;
}

// src/pure/paint_order.ts
var PaintOrder = class {
  #begun = /* @__PURE__ */ new Map();
  #painted = [];
  /** Whether anything is being decoded or waits for its turn. */
  get busy() {
    return this.#begun.size > 0;
  }
  /** False when it comes too late and is refused; nothing needs to be decoded then. */
  begin(seq, rect, late) {
    if (late === "refuse" && this.#newerOver(seq, rect).length > 0) return false;
    this.#begun.set(seq, { rect, late, decoded: false });
    return true;
  }
  /** Its pixels are there. Answers everything whose turn has come, in the order of painting. */
  decoded(seq) {
    const begun = this.#begun.get(seq);
    if (begun === void 0) return [];
    begun.decoded = true;
    return this.#release();
  }
  /** It will never have pixels. Others may have waited for it. */
  failed(seq) {
    return this.#begun.delete(seq) ? this.#release() : [];
  }
  /** Numbers below `oldest` never come again, so what they might have met can be forgotten. */
  forgetBelow(oldest) {
    if (this.#painted.some(({ seq }) => seq < oldest)) this.#painted = this.#painted.filter(({ seq }) => seq >= oldest);
  }
  clear() {
    this.#begun.clear();
    this.#painted = [];
  }
  #release() {
    const turns = [];
    for (const [seq, begun] of [...this.#begun].sort(([a], [b]) => a - b)) {
      if (!begun.decoded || this.#earlierUnder(seq, begun.rect)) continue;
      this.#begun.delete(seq);
      const newer = this.#newerOver(seq, begun.rect);
      const clip = begun.late === "clip" ? subtract([begun.rect], newer) : newer.length === 0 ? [begun.rect] : [];
      if (clip.length > 0) this.#painted.push({ seq, rect: begun.rect });
      turns.push({ seq, clip });
    }
    return turns;
  }
  #earlierUnder(seq, rect) {
    for (const [other, begun] of this.#begun) if (other < seq && overlap(begun.rect, rect)) return true;
    return false;
  }
  #newerOver(seq, rect) {
    return this.#painted.filter((it) => it.seq > seq && overlap(it.rect, rect)).map((it) => it.rect);
  }
};

// src/pure/png.ts
var SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82];
function isPng(data, { w, h }) {
  if (data.length < 24 || SIGNATURE.some((byte, at) => data[at] !== byte)) return false;
  const view = new DataView(data.buffer, data.byteOffset);
  return view.getUint32(16) === w && view.getUint32(20) === h;
}

// src/pure/receiver.ts
var STALL_MS = 2e3;
var MAX_LOSSY_PIECES = 256;
var Receiver = class {
  #assembly = new Assembly();
  #acks = new Acks();
  #order = new PaintOrder();
  #chain = new Chain();
  #known = /* @__PURE__ */ new Map();
  #layout = 0;
  #size = { width: 0, height: 0 };
  #shapeSeq = 0;
  #placeSeq = 0;
  #stillSeq = 0;
  #lossy = [];
  #painted = 0;
  /** Whether the page shows the desktop to the bit, as far as anything sent here can tell. */
  get exact() {
    return this.#painted > 0 && this.#lossy.length === 0 && this.#known.size === 0 && this.#assembly.size === 0;
  }
  /** How many messages were painted since the layout began or the canvas was blanked. */
  get painted() {
    return this.#painted;
  }
  /** The desktop has this number and size from now on; everything measured on another one is refused. */
  layout(number, size) {
    this.#layout = number;
    this.#size = size;
    this.#lossy = [];
    this.#painted = 0;
    this.#order.clear();
    this.#chain = new Chain();
    const steps = [];
    for (const seq of [...this.#known.keys()]) this.#refuse(seq, steps);
    steps.push({ do: "reset_video" });
    return steps;
  }
  /** What was painted is gone from the canvas. */
  blanked() {
    this.#painted = 0;
  }
  /** One packet. Anything that is no fragment, or is no longer wanted, changes nothing. */
  packet(bytes2, now) {
    const fragment = readFragment(bytes2);
    if (fragment === void 0 || !this.#acks.arrived(fragment.seq)) return [];
    const steps = [];
    if (this.#acks.fate(fragment.seq) === 0 /* UNKNOWN */ && !this.#known.has(fragment.seq)) {
      this.#add(fragment, now, steps);
    }
    this.#giveUp(now, steps);
    return steps;
  }
  /** The pixels of a message are there. */
  decoded(seq) {
    const known = this.#known.get(seq);
    if (known === void 0) return [{ do: "drop", seq }];
    known.handedAt = void 0;
    const steps = [];
    this.#turns(this.#order.decoded(seq), steps);
    return steps;
  }
  /** A message cannot be decoded. A video frame takes the chain with it. */
  failed(seq, now) {
    const known = this.#known.get(seq);
    if (known === void 0) return [];
    const steps = [];
    if (known.video === void 0) this.#refuse(seq, steps);
    else this.#videoBroken(now, steps);
    return steps;
  }
  /** The video decoder gave up: every frame in it is refused, and a key frame is needed. */
  videoFailed(now) {
    const steps = [];
    this.#videoBroken(now, steps);
    return steps;
  }
  tick(now) {
    const steps = [];
    this.#chainSteps(this.#chain.tick(now), now, steps);
    const stalled = this.#oldestHandOver();
    if (stalled !== void 0 && now >= stalled + STALL_MS) this.#videoBroken(now, steps);
    this.#giveUp(now, steps);
    return steps;
  }
  /** When `tick` or `ack` has something to do next. */
  deadline() {
    const touched = this.#assembly.oldestTouch();
    const handed = this.#oldestHandOver();
    const moments = [
      this.#acks.due(this.#assembly.size > 0, this.#chain.needKey),
      this.#chain.deadline(),
      touched === void 0 ? void 0 : touched + GIVE_UP_MS,
      handed === void 0 ? void 0 : handed + STALL_MS
    ].filter((moment) => moment !== void 0);
    return moments.length === 0 ? void 0 : Math.min(...moments);
  }
  /** The acknowledgement that is due, if one is. */
  ack(now) {
    const needKey = this.#chain.needKey;
    const due = this.#acks.due(this.#assembly.size > 0, needKey);
    if (due === void 0 || now < due) return void 0;
    const newest = this.#acks.newest;
    const missing = this.#assembly.missing(newest, (kind) => kind === VIDEO_KIND, MAX_MISSING);
    return writeAck({ kind: "ack", newest, fates: this.#acks.take(needKey, now), need_key: needKey, missing });
  }
  #add(fragment, now, steps) {
    const { seq, index, count, data } = fragment;
    const whole = this.#assembly.add(seq, index, count, data, now);
    if (whole === void 0) return;
    const message = readPicture(whole);
    if (message === void 0) {
      this.#acks.settle(seq, 2 /* REFUSED */);
      return;
    }
    switch (message.kind) {
      case "tile":
        this.#tile(seq, message, steps);
        return;
      case "video":
        this.#video(seq, message, now, steps);
        return;
      case "cursor_shape":
        if (seq <= this.#shapeSeq || message.data.length > 0 && !isPng(message.data, message)) {
          this.#acks.settle(seq, 2 /* REFUSED */);
          return;
        }
        this.#acks.settle(seq, 1 /* PAINTED */);
        this.#shapeSeq = seq;
        steps.push({ do: "cursor_shape", shape: message });
        return;
      case "cursor_place":
        this.#acks.settle(seq, seq > this.#placeSeq ? 1 /* PAINTED */ : 2 /* REFUSED */);
        if (seq <= this.#placeSeq) return;
        this.#placeSeq = seq;
        steps.push({ do: "cursor_place", place: message });
        return;
      case "probe":
        this.#acks.settle(seq, 1 /* PAINTED */);
        return;
      case "still":
        this.#acks.settle(seq, message.layout === this.#layout ? 1 /* PAINTED */ : 2 /* REFUSED */);
        if (message.layout !== this.#layout) return;
        this.#stillSeq = Math.max(this.#stillSeq, seq);
        this.#lossy = this.#lossy.filter((it) => it.seq > this.#stillSeq);
        return;
    }
  }
  #tile(seq, tile, steps) {
    const rect = { x: tile.x, y: tile.y, w: tile.w, h: tile.h };
    const fits = isPng(tile.data, rect) && this.#inside(tile.layout, rect);
    if (!fits || !this.#order.begin(seq, rect, "refuse")) {
      this.#acks.settle(seq, 2 /* REFUSED */);
      return;
    }
    this.#known.set(seq, { rect, video: void 0, handedAt: void 0 });
    this.#acks.decoding(seq);
    steps.push({ do: "decode_tile", seq, data: tile.data });
  }
  #video(seq, video, now, steps) {
    const rect = { x: video.x, y: video.y, w: video.w, h: video.h };
    const even = (side) => side + side % 2;
    const whole = video.width === even(this.#size.width) && video.height === even(this.#size.height);
    if (!whole || !this.#inside(video.layout, rect)) {
      this.#acks.settle(seq, 2 /* REFUSED */);
      return;
    }
    this.#known.set(seq, { rect, video, handedAt: void 0 });
    this.#acks.decoding(seq);
    this.#chainSteps(this.#chain.complete(seq, video.frame, video.key, now), now, steps);
  }
  #chainSteps({ start: start2, refuse }, now, steps) {
    for (const seq of refuse) this.#refuse(seq, steps);
    for (const seq of start2) {
      const known = this.#known.get(seq);
      if (known?.video === void 0) continue;
      const { key, codec, width, height, data } = known.video;
      known.handedAt = now;
      this.#order.begin(seq, known.rect, "clip");
      steps.push({ do: "decode_video", seq, key, codec, size: { width, height }, data });
    }
  }
  #turns(turns, steps) {
    for (const { seq, clip } of turns) {
      const known = this.#known.get(seq);
      if (known === void 0) continue;
      this.#known.delete(seq);
      if (clip.length === 0) {
        this.#acks.settle(seq, 2 /* REFUSED */);
        steps.push({ do: "drop", seq });
        continue;
      }
      this.#acks.settle(seq, 1 /* PAINTED */);
      this.#painted += 1;
      this.#lossy = this.#lossy.flatMap((it) => subtract([it.rect], clip).map((rect) => ({ seq: it.seq, rect })));
      if (known.video !== void 0 && seq > this.#stillSeq) this.#lossy.push(...clip.map((rect) => ({ seq, rect })));
      if (this.#lossy.length > MAX_LOSSY_PIECES)
        this.#lossy = [{ seq, rect: { x: 0, y: 0, w: this.#size.width, h: this.#size.height } }];
      steps.push({ do: "paint", seq, rect: known.rect, clip });
    }
  }
  #refuse(seq, steps) {
    this.#acks.settle(seq, 2 /* REFUSED */);
    if (this.#known.delete(seq)) steps.push({ do: "drop", seq });
    this.#turns(this.#order.failed(seq), steps);
  }
  #videoBroken(now, steps) {
    this.#chainSteps(this.#chain.broken(), now, steps);
    for (const [seq, { handedAt }] of [...this.#known]) if (handedAt !== void 0) this.#refuse(seq, steps);
    steps.push({ do: "reset_video" });
  }
  #giveUp(now, steps) {
    const oldest = this.#acks.oldest;
    for (const seq of this.#assembly.abandoned(oldest, now - GIVE_UP_MS)) {
      this.#assembly.forget(seq);
      this.#acks.settle(seq, 2 /* REFUSED */);
    }
    for (const seq of [...this.#known.keys()]) if (seq < oldest) this.#refuse(seq, steps);
    this.#order.forgetBelow(oldest);
  }
  #oldestHandOver() {
    let oldest;
    for (const { handedAt } of this.#known.values()) {
      if (handedAt !== void 0 && (oldest === void 0 || handedAt < oldest)) oldest = handedAt;
    }
    return oldest;
  }
  #inside(layout2, rect) {
    return layout2 === this.#layout && rect.x + rect.w <= this.#size.width && rect.y + rect.h <= this.#size.height;
  }
};

// src/viewer/picture.worker.ts
var FIGURES_MS = 250;
var tell = (message, transfer = []) => self.postMessage(message, transfer);
var alarm = new Alarm(clock);
var figuresAlarm = new Alarm(clock);
var context;
var receiver = new Receiver();
var painter;
var layout;
var bytes = 0;
var painted = 0;
var figuresWaiting = false;
function figures() {
  if (figuresWaiting) return;
  figuresWaiting = true;
  figuresAlarm.set(FIGURES_MS, () => {
    figuresWaiting = false;
    tell({ t: "figures", painted: receiver.painted, bytes, exact: receiver.exact });
  });
}
function goOn() {
  const now = clock.now();
  painter?.do(receiver.tick(now));
  const ack = receiver.ack(now);
  if (ack !== void 0) tell({ t: "ack", data: ack }, [ack.buffer]);
  if (receiver.painted !== painted) {
    if (painted === 0) tell({ t: "figures", painted: receiver.painted, bytes, exact: receiver.exact });
    painted = receiver.painted;
  }
  figures();
  const next = receiver.deadline();
  if (next === void 0) alarm.stop();
  else alarm.set(Math.max(0, next - clock.now()), goOn);
}
function start() {
  painter?.close();
  receiver = new Receiver();
  painted = 0;
  if (context !== void 0) painter = new Painter(context, receiver, { now: clock.now, tell, moved: goOn });
  if (layout !== void 0) painter?.do(receiver.layout(layout.layout, layout));
}
function black() {
  context?.clearRect(0, 0, context.canvas.width, context.canvas.height);
}
self.onmessage = ({ data: message }) => {
  switch (message.t) {
    case "canvas":
      context = message.canvas.getContext("2d", { alpha: false }) ?? void 0;
      if (context !== void 0) context.imageSmoothingEnabled = false;
      start();
      return;
    case "start":
      start();
      return;
    case "layout":
      layout = message;
      if (context !== void 0) {
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
