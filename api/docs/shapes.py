"""JSON schemas of the OpenAPI document in plain words."""

from collections.abc import Mapping
from typing import Any

from api.docs.markup import Child, Markup, code, inline, link, table, together

Schema = Mapping[str, Any]
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
}
FORMATS = {
    "date": "date, 2026-11-23",
    "date-time": "time with offset, 2026-11-23T19:02:11+01:00",
    "uuid": "UUID",
    "time": "time, 08:10",
}


def kind_of(schema: Schema) -> Markup:
    """What a value may be, in a few words, with links to the shapes that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return link(name, href=f"#shape-{name}")
    choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if choices:
        return _joined([kind_of(choice) for choice in choices], " or ")
    if "const" in schema:
        return code(str(schema["const"]))
    if "enum" in schema:
        return _joined([code(str(value)) for value in schema["enum"]], ", ")
    if schema.get("type") == "array":
        return together("list of ", kind_of(schema.get("items", {})))
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return together("object of ", kind_of(schema["additionalProperties"]))
    return together(_plain(schema), _limits(schema))


def _plain(schema: Schema) -> str:
    return FORMATS.get(schema.get("format", "")) or KINDS.get(schema.get("type", ""), "any value")


def _limits(schema: Schema) -> str:
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    unit = " characters" if schema.get("type") == "string" else ""
    if low is not None and high is not None:
        return f", {low} to {high}{unit}"
    if low is not None:
        return f", {low}{unit} or more"
    return f", up to {high}{unit}" if high is not None else ""


def _joined(parts: list[Markup], between: str) -> Markup:
    spaced: list[Child] = []
    for part in parts:
        spaced += [between, part] if spaced else [part]
    return together(*spaced)


def fields_of(schema: Schema) -> Markup | None:
    """The table of an object's fields, or None for what has none."""
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if not properties:
        return None
    required = schema.get("required", ())
    rows: list[tuple[Child, ...]] = [
        (code(name), kind_of(field), _presence(field, is_required=name in required))
        for name, field in properties.items()
    ]
    return table(("Field", "Value", "Needed"), rows)


def _presence(field: Schema, *, is_required: bool) -> Child:
    if is_required:
        return "yes"
    default = field.get("default")
    return "no" if default in (None, "", [], {}) else together("no; else ", code(str(default)))


def shape(name: str, schema: Schema) -> list[Child]:
    """One named shape: its words, then its fields or what kind of value it is."""
    words = schema.get("description")
    return [
        Markup(f'<h3 id="shape-{name}">{code(name)}</h3>'),
        Markup(f"<p>{inline(words)}</p>") if words else None,
        fields_of(schema) or Markup(f"<p>{kind_of(schema)}</p>"),
    ]
