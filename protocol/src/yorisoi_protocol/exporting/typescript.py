"""The browser's wire file: words, limits, key table, JSON readers and frame readers, as TypeScript text.

Readers are written out ahead: the page's policy allows no eval, and types alone refuse nothing.
"""

import json
from enum import IntEnum, StrEnum
from typing import Any

import msgspec

from yorisoi_protocol import broker, evidence, keys, limits, peer, vocabulary
from yorisoi_protocol.consent import table as consent
from yorisoi_protocol.exporting.frames_ts import frames_text
from yorisoi_protocol.exporting.preamble import PREAMBLE
from yorisoi_protocol.frames import input as input_frames
from yorisoi_protocol.frames import picture

# Unions by the name they get in TypeScript, with the limit that their reader in Python has.
UNIONS: dict[str, tuple[Any, int]] = {
    "BrokerFromSubscriber": (broker.FromSubscriber, limits.MAX_SIGNAL_BYTES),
    "BrokerFromCommunicator": (broker.FromCommunicator, limits.MAX_SIGNAL_BYTES),
    "BrokerToSubscriber": (broker.ToSubscriber, limits.MAX_SIGNAL_BYTES),
    "BrokerToCommunicator": (broker.ToCommunicator, limits.MAX_SIGNAL_BYTES),
    "Exchange": (peer.Exchange, limits.MAX_BOX_CHARS),
    "PeerFromCommunicator": (peer.FromCommunicator, limits.MAX_WORD_BYTES),
    "PeerFromSubscriber": (peer.FromSubscriber, limits.MAX_WORD_BYTES),
}
# Structs that travel by themselves, inside sealed or authenticated bytes.
ALONE: dict[str, tuple[Any, int]] = {
    "CommunicatorAd": (peer.CommunicatorAd, limits.MAX_BOX_CHARS),
    "SubscriberAd": (peer.SubscriberAd, limits.MAX_BOX_CHARS),
    "Description": (peer.Description, limits.MAX_BOX_CHARS),
    "Candidate": (peer.Candidate, limits.MAX_BOX_CHARS),
    "Entry": (evidence.Entry, limits.MAX_ENTRY_CHARS),
    "ReceiptText": (evidence.ReceiptText, limits.MAX_RECEIPT_CHARS),
}
FAMILIES: dict[str, tuple[Any, str]] = {
    "Fragment": (picture.fragments, "Fragment"),
    "Picture": (picture.messages, "PictureMessage"),
    "Ack": (picture.acks, "Ack"),
    "Input": (input_frames.inputs, "InputFrame"),
}


def wire_text() -> str:
    """The whole of wire.gen.ts."""
    parts = [
        PREAMBLE,
        _limits(),
        _words(),
        _permissions(),
        _keys(),
        _messages(),
        frames_text(FAMILIES),
    ]
    return "\n".join(parts)


def _limits() -> str:
    numbers = {name: value for name, value in vars(limits).items() if name.isupper()}
    numbers |= {
        "FRAGMENT_DATA_BYTES": picture.FRAGMENT_DATA_BYTES,
        "MAX_MESSAGE_BYTES": picture.MAX_MESSAGE_BYTES,
        "NOTCH": input_frames.NOTCH,
    }
    return "// Limits\n" + "".join(f"export const {name} = {value};\n" for name, value in numbers.items())


def _words() -> str:
    words = [each for each in vars(vocabulary).values() if isinstance(each, type) and issubclass(each, StrEnum)]
    codes: list[type[IntEnum]] = [
        picture.TileCodec,
        picture.VideoCodec,
        picture.CursorCodec,
        picture.Fate,
        input_frames.MouseButton,
    ]
    texts = [_enum(each) for each in words if each is not StrEnum] + [_codes(each) for each in codes]
    return "// Words\n" + "".join(texts)


def _codes(codes: type[IntEnum]) -> str:
    rows = "".join(f"  {each.name} = {each.value},\n" for each in codes)
    return f"export enum {codes.__name__} {{\n{rows}}}\n"


def _enum(words: type[StrEnum]) -> str:
    name = words.__name__
    rows = "".join(f"  {each.name}: {json.dumps(each.value)},\n" for each in words)
    return f"export const {name} = {{\n{rows}}} as const;\nexport type {name} = (typeof {name})[keyof typeof {name}];\n"


def _permissions() -> str:
    def row(rule: consent.Rule) -> str:
        fields = {
            "needs": rule.needs,
            "one_shot": rule.one_shot,
            "ask_s": rule.ask_s,
            "grant_s": rule.grant_s,
            "kept_aside": rule.kept_aside,
            "actions": rule.actions,
        }
        return json.dumps(fields)

    rows = "".join(f"  {name}: {row(rule)},\n" for name, rule in consent.RULES.items())
    actions = "".join(f"  {action}: {json.dumps(name)},\n" for action, name in consent.PERMISSION_OF.items())
    return (
        "// Permissions\n"
        "export type PermissionRule = {\n"
        "  readonly needs: Permission | null;\n  readonly one_shot: boolean;\n  readonly ask_s: number;\n"
        "  readonly grant_s: number;\n  readonly kept_aside: boolean;\n  readonly actions: readonly Action[];\n};\n"
        f"export const PERMISSION_RULES: Readonly<Record<Permission, PermissionRule>> = {{\n{rows}}};\n"
        f"export const PERMISSION_OF: Readonly<Record<Action, Permission>> = {{\n{actions}}};\n"
        f"export const HAND_ACTIONS: ReadonlySet<Action> = new Set<Action>({_sorted(consent.HAND_ACTIONS)});\n"
        "export const UNQUESTIONED_ACTIONS: ReadonlySet<Action> = "
        f"new Set<Action>({_sorted(consent.UNQUESTIONED_ACTIONS)});\n"
    )


def _sorted(words: frozenset[vocabulary.Action]) -> str:
    return json.dumps(sorted(words))


def _keys() -> str:
    rows = "".join(f"  [{json.dumps(code)}, {usage:#04x}],\n" for code, usage in keys.USAGE_OF_CODE.items())
    return (
        "// W3C KeyboardEvent.code to USB HID usage, page 7\n"
        f"export const USAGE_OF_CODE: ReadonlyMap<string, number> = new Map([\n{rows}]);\n"
        "export const USAGES: ReadonlySet<number> = new Set(USAGE_OF_CODE.values());\n"
        f"export const MODIFIERS: ReadonlySet<number> = new Set({json.dumps(sorted(keys.MODIFIERS))});\n"
    )


def _messages() -> str:
    structs: dict[str, msgspec.inspect.StructType] = {}
    for union, _ in UNIONS.values():
        _collect(msgspec.inspect.type_info(union), structs)
    for struct, _ in ALONE.values():
        _collect(msgspec.inspect.type_info(struct), structs)
    parts = ["// Messages\n", *(_struct(struct) for struct in structs.values())]
    parts += [_union(name, union, limit) for name, (union, limit) in UNIONS.items()]
    parts += [_reader_and_writer(name, limit) for name, (_, limit) in ALONE.items()]
    return "\n".join(parts)


def _collect(info: Any, structs: dict[str, msgspec.inspect.StructType]) -> None:
    for inner in getattr(info, "types", ()):
        _collect(inner, structs)
    if hasattr(info, "item_type"):
        _collect(info.item_type, structs)
    if isinstance(info, msgspec.inspect.StructType):
        for field in info.fields:
            _collect(field.type, structs)
        known = structs.setdefault(info.cls.__name__, info)
        if known.cls is not info.cls:
            raise TypeError(f"two structs are called {info.cls.__name__}")


def _struct(info: msgspec.inspect.StructType) -> str:
    name = info.cls.__name__
    tag = [f"  readonly t: {json.dumps(info.tag)};\n"] if info.tag else []
    types = [f"  readonly {field.name}: {_type(field.type)};\n" for field in info.fields]
    names = ([] if info.tag is None else ["t"]) + [field.name for field in info.fields]
    rows = [f'    t: word(own(o, "t"), {json.dumps(info.tag)}),\n'] if info.tag else []
    for field in info.fields:
        value = f'own(o, "{field.name}")'
        if not field.required:
            value = f"({value} === undefined ? {_default(field)} : {value})"
        rows.append(f"    {field.name}: {_check(field.type, value)},\n")
    return (
        f"export type {name} = {{\n{''.join(tag + types)}}};\n"
        f"function check{name}(value: unknown): {name} {{\n"
        f"  const o = record(value, {json.dumps(names)});\n"
        f"  return {{\n{''.join(rows)}  }};\n}}\n"
    )


def _default(field: msgspec.inspect.Field) -> str:
    if field.default_factory is not msgspec.NODEFAULT:
        return json.dumps(field.default_factory())
    return json.dumps(field.default)


def _type(info: Any) -> str:
    match info:
        case msgspec.inspect.StrType():
            return "string"
        case msgspec.inspect.IntType():
            return "number"
        case msgspec.inspect.BoolType():
            return "boolean"
        case msgspec.inspect.EnumType(cls=words):
            return str(words.__name__)
        case msgspec.inspect.StructType(cls=struct):
            return str(struct.__name__)
        case msgspec.inspect.ListType(item_type=item):
            return f"readonly {_type(item)}[]"
        case msgspec.inspect.UnionType(types=types):
            return " | ".join(_type(each) for each in types)
        case msgspec.inspect.NoneType():
            return "null"
    raise TypeError(f"no TypeScript for {info}")


def _check(info: Any, value: str) -> str:
    match info:
        case msgspec.inspect.StrType(min_length=low, max_length=high, pattern=pattern):
            # Python's \Z is written $ in JavaScript, where it means the very end.
            regex = "null" if pattern is None else "/" + pattern.removesuffix(r"\Z").replace("/", r"\/") + "$/"
            return f"text({value}, {low or 0}, {high}, {regex})"
        case msgspec.inspect.IntType(ge=low, le=high):
            return f"integer({value}, {low}, {high})"
        case msgspec.inspect.BoolType():
            return f"flag({value})"
        case msgspec.inspect.EnumType(cls=words):
            return f"oneOf({value}, {words.__name__})"
        case msgspec.inspect.StructType(cls=struct):
            return f"check{struct.__name__}({value})"
        case msgspec.inspect.ListType(item_type=item, max_length=high):
            return f"list({value}, {high}, (each) => {_check(item, 'each')})"
        case msgspec.inspect.UnionType(types=types):
            plain = [each for each in types if not isinstance(each, msgspec.inspect.NoneType)]
            if len(plain) == 1 and len(types) == 2:
                return f"({value} === null ? null : {_check(plain[0], value)})"
    raise TypeError(f"no TypeScript for {info}")


def _union(name: str, union: Any, limit: int) -> str:
    infos = msgspec.inspect.type_info(union).types  # type: ignore[attr-defined]
    members = " | ".join(info.cls.__name__ for info in infos)
    cases = "".join(
        f"    case {json.dumps(info.tag)}:\n      return check{info.cls.__name__}(value);\n" for info in infos
    )
    return (
        f"export type {name} = {members};\n"
        f"function check{name}(value: unknown): {name} {{\n"
        f'  switch (tag(value)) {{\n{cases}    default:\n      throw new Malformed("t");\n  }}\n}}\n'
        f"{_reader_and_writer(name, limit)}"
    )


def _reader_and_writer(name: str, limit: int) -> str:
    return (
        f"/** Undefined when it is none. */\n"
        f"export function read{name}(json: string): {name} | undefined {{\n"
        f"  return readJson(json, {limit}, check{name});\n}}\n"
        f"/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */\n"
        f"export function write{name}(value: {name}): string {{\n"
        f"  return writeJson(check{name}(value), {limit});\n}}\n"
    )
