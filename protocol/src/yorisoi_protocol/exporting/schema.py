"""The JSON messages as one JSON Schema document (draft 2020-12)."""

import json
from typing import Any

import msgspec

from yorisoi_protocol.exporting.typescript import ALONE, UNIONS


def schema_text() -> str:
    """schema.json: one definition for each message, and one for each direction."""
    names = [*UNIONS, *ALONE]
    schemas, components = msgspec.json.schema_components(
        [union for union, _ in UNIONS.values()] + [struct for struct, _ in ALONE.values()]
    )
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What tool, service and browser of Yorisoi say to each other",
        "$defs": _merged(names, schemas, components),
    }
    return json.dumps(_plain(document), indent=2, ensure_ascii=False) + "\n"


def _merged(names: list[str], schemas: Any, components: dict[str, Any]) -> dict[str, Any]:
    return components | {name: schema for name, schema in zip(names, schemas, strict=True) if name not in components}


def _plain(value: Any) -> Any:
    """The dialect writes the true end of a text as $."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return value.removesuffix(r"\Z") + "$" if value.endswith(r"\Z") else value
    return value
