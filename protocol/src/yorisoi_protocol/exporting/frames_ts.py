"""TypeScript types, readers and writers of binary frames, from their field tables."""

from typing import Any

from yorisoi_protocol.frames.fields import (
    Compare,
    Fates,
    Field,
    FullUnlessLast,
    Known,
    Number,
    Records,
    Rest,
    Rule,
    Table,
    Text,
    Together,
    table_of,
)


def frames_text(families: dict[str, tuple[Any, str]]) -> str:
    """All frames. `families` maps the reader's name to a family and the name of its union type."""
    tables: dict[str, Table] = {}
    for family, _ in families.values():
        for table in family.tables:
            for row in table.fields:
                if isinstance(row.spec, Records):
                    inner = table_of(row.spec.record)
                    tables[inner.value.__name__] = inner
            tables[table.value.__name__] = table
    parts = ["// Frames\n", *(_frame(table) for table in tables.values())]
    parts += [_family(name, family.tables, union) for name, (family, union) in families.items()]
    return "\n".join(parts)


def _word(table: Table) -> str:
    name = table.value.__name__
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


def _frame(table: Table) -> str:
    name = table.value.__name__
    kind = [] if table.kind is None else [f'  readonly kind: "{_word(table)}";\n']
    types = [f"  readonly {row.name}: {_type(row)};\n" for row in table.fields]
    start = [] if table.kind is None else [f'    kind: "{_word(table)}",\n']
    reads = [f"    {row.name}: {_read(row)},\n" for row in table.fields]
    writes = [f"  {_write(row, f'value.{row.name}')}\n" for row in table.fields]
    rules = "".join(f'  if (!({_rule(rule, table)})) throw new FrameError("{name}");\n' for rule in table.rules)
    bytes_name = "bytes" if table.fields else "_bytes"
    value_name = "value" if table.fields else "_value"
    out_name = "out" if table.fields else "_out"
    checked = (
        f"function check{name}Rules(value: {name}): {name} {{\n{rules}  return value;\n}}\n" if table.rules else ""
    )
    body = f"{{\n{''.join(start + reads)}  }}"
    returned = f"check{name}Rules({body})" if table.rules else body
    first = f"  check{name}Rules(value);\n" if table.rules else ""
    return (
        f"export type {name} = {{\n{''.join(kind + types)}}};\n{checked}"
        f"function read{name}Fields({bytes_name}: Bytes): {name} {{\n  return {returned};\n}}\n"
        f"function write{name}Fields({out_name}: Out, {value_name}: {name}): void {{\n{first}{''.join(writes)}}}\n"
    )


def _type(row: Field) -> str:
    match row.spec:
        case Rest():
            return "Uint8Array"
        case Text():
            return "string"
        case Fates(_, values):
            return f"readonly {values.__name__}[]"
        case Records(_, record):
            return f"readonly {record.__name__}[]"
    if row.type is bool:
        return "boolean"
    return "number" if row.type is int else row.type.__name__


def _read(row: Field) -> str:
    match row.spec:
        case Number(size, low, high):
            number = f'bytes.number({size}, {low}, {high}, "{row.name}")'
            if row.type is bool:
                return f"{number} === 1"
            return number if row.type is int else f'codeOf({number}, {row.type.__name__}, "{row.name}")'
        case Known(size, name, _):
            return f'knownOf(bytes.number({size}, 0, {256**size - 1}, "{row.name}"), {name}, "{row.name}")'
        case Rest(low, high):
            return f'bytes.rest({low}, {high}, "{row.name}")'
        case Text(high):
            return f'textOf(bytes.rest(1, {high}, "{row.name}"), "{row.name}")'
        case Fates(high, _):
            return f'readFates(bytes, {high}, "{row.name}")'
        case Records(high, record):
            count = f'bytes.number(1, 0, {high}, "{row.name}")'
            return f"Array.from({{ length: {count} }}, () => read{record.__name__}Fields(bytes))"


def _write(row: Field, value: str) -> str:
    match row.spec:
        case Number(size, low, high):
            if row.type is bool:
                value = f"{value} ? 1 : 0"
            elif row.type is not int:
                value = f'codeOf({value}, {row.type.__name__}, "{row.name}")'
            return f'out.number({value}, {size}, {low}, {high}, "{row.name}");'
        case Known(size, name, _):
            known = f'knownOf({value}, {name}, "{row.name}")'
            return f'out.number({known}, {size}, 0, {256**size - 1}, "{row.name}");'
        case Rest(low, high):
            return f'inRange({value}.length, {low}, {high}, "{row.name}");\n  out.bytes({value});'
        case Text(high):
            return f'out.bytes(bytesOf({value}, {high}, "{row.name}"));'
        case Fates(high, _):
            return f'writeFates(out, {value}, {high}, "{row.name}");'
        case Records(high, record):
            return (
                f'out.number({value}.length, 1, 0, {high}, "{row.name}");\n'
                f"  for (const each of {value}) write{record.__name__}Fields(out, each);"
            )


def _number(name: str | int, table: Table) -> str:
    if isinstance(name, int):
        return str(name)
    row = next(row for row in table.fields if row.name == name)
    return f"value.{name}" + ("" if isinstance(row.spec, Number | Known) else ".length")


def _rule(rule: Rule, table: Table) -> str:
    match rule:
        case Compare(left, relation, right):
            return f"{' + '.join(_number(name, table) for name in left)} {relation} {_number(right, table)}"
        case Together(one, other):
            return f"({_number(one, table)} === 0) === ({_number(other, table)} === 0)"
        case FullUnlessLast(index, count, data, size):
            last = f"{_number(index, table)} + 1 === {_number(count, table)}"
            return f"{last} || {_number(data, table)} === {size}"


def _family(name: str, tables: tuple[Table, ...], union: str) -> str:
    members = " | ".join(table.value.__name__ for table in tables)
    alias = "" if union == members else f"export type {union} = {members};\n"
    kinds = "".join(
        f"export const {_word(table).upper()}_KIND = {table.kind};\n" for table in tables if table.kind is not None
    )
    if tables[0].kind is None:
        inner = tables[0].value.__name__
        read = f"  return readFrame(bytes, read{inner}Fields);\n"
        write = f"  write{inner}Fields(out, value);\n"
    else:
        reads = "".join(
            f"      case {_word(table).upper()}_KIND:\n        return read{table.value.__name__}Fields(reader);\n"
            for table in tables
        )
        read = (
            f'  return readFrame(bytes, (reader) => {{\n    switch (reader.number(1, 0, 255, "kind")) {{\n{reads}'
            '      default:\n        throw new FrameError("unknown kind");\n    }\n  });\n'
        )
        writes = "".join(
            f'    case "{_word(table)}":\n      out.number({_word(table).upper()}_KIND, 1, 0, 255, "kind");\n'
            f"      write{table.value.__name__}Fields(out, value);\n      break;\n"
            for table in tables
        )
        write = f"  switch (value.kind) {{\n{writes}  }}\n"
    return (
        f"{alias}{kinds}/** Undefined when the bytes are none. Byte fields are views of `bytes`, not copies. */\n"
        f"export function read{name}(bytes: Uint8Array): {union} | undefined {{\n{read}}}\n"
        f"/** Throws FrameError on what a reader would refuse. */\n"
        f"export function write{name}(value: {union}): Uint8Array<ArrayBuffer> {{\n  const out = new Out();\n"
        f"{write}  return out.done();\n}}\n"
    )
