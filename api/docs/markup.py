"""HTML out of nested calls; text is always escaped."""

from html import escape


class Markup(str):
    """HTML that is ready to be sent."""

    __slots__ = ()


Child = str | None
VOID = frozenset({"br", "hr", "link", "meta"})


def element(name: str, /, *children: Child, **attributes: str) -> Markup:
    """One element. `class_` gives class; a child that is no Markup is text; None is left out."""
    shown = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{shown}>")
    return Markup(f"<{name}{shown}>{together(*children)}</{name}>")


def together(*children: Child) -> Markup:
    return Markup("".join(_html(child) for child in children if child is not None))


def code(text: str) -> Markup:
    return element("code", text)


def link(text: str, *, href: str) -> Markup:
    return element("a", text, href=href)


def table(heads: tuple[str, ...], rows: list[tuple[Child, ...]]) -> Markup:
    """A table that becomes a list of blocks on a narrow screen: each cell carries its column's name."""
    head = element("tr", *(element("th", name, scope="col") for name in heads))
    body = [
        element("tr", *(_cell(cell, name) for cell, name in zip(row, heads, strict=True))) for row in rows
    ]
    return element("table", element("thead", head), element("tbody", *body))


def _cell(child: Child, column: str) -> Markup:
    return element("td", child, **{"data-column": column})


def inline(text: str) -> Markup:
    """Text in which `backquotes` mark code, as our docstrings write it."""
    parts = text.split("`")
    return together(*(code(part) if place % 2 else part for place, part in enumerate(parts)))


def _html(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child, quote=False)
