"""What single elements of a Word file say: a sign, a box to tick, the form of a thing that Word knows."""

from __future__ import annotations

import re
from typing import Any, Final

from notecheck.read.document import printable
from notecheck.read.docx_styles import on, whole
from notecheck.read.markup import child, local, value
from notecheck.read.symbols import symbol

_UNDERSTOOD: Final = (
    "http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/",
    "urn:schemas-microsoft-com:",
)  # fmt: skip
"""How names of the extensions begin that Word shows rather than what stands in for them."""


def says(element: Any) -> bool:
    """Whether text stands in an element."""
    return any((each.text or "").strip() for each in element.iter("{*}t"))


def related(element: Any) -> str:
    """The id by which an element refers to another part."""
    return next((str(said) for name, said in element.attrib.items() if local(name) == "id"), "")


def style_of(properties: Any | None) -> str | None:
    """The id of the style that a paragraph's or a run's properties name."""
    style = child(properties, "pStyle")
    return value(style, "val") if style is not None else None


def chosen(alternatives: Any) -> Any:
    """Of the forms in which a thing is given for new and old programs, the first that Word knows."""
    forms = [each for each in alternatives if local(each.tag) in ("Choice", "Fallback") and len(each)]
    return next((each for each in forms if _understood(each)), next(iter(forms), ()))


def _understood(form: Any) -> bool:
    """Whether Word knows all extensions that a form requires."""
    spaces = form.nsmap
    return all((spaces.get(prefix) or "").startswith(_UNDERSTOOD) for prefix in (form.get("Requires") or "").split())


def symbol_of(element: Any) -> str:
    """A sign of a symbol font."""
    said = value(element, "char") or ""
    code = int(said, 16) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", said) else 0
    return symbol(value(element, "font") or "", code)


def form_of(element: Any) -> str:
    """What a box to tick or a list to choose from shows, of the kind that Word had before content controls."""
    if (box := child(element, "ffData", "checkBox")) is not None:
        ticked = child(box, "checked")
        return "☒" if on(ticked if ticked is not None else child(box, "default")) else "☐"
    if (choices := child(element, "ffData", "ddList")) is not None:
        said = [value(each, "val") or "" for each in choices if local(each.tag) == "listEntry"]
        at = whole(child(choices, "result")) or 0
        return "".join(text for _, text in printable(said[at])) if at < len(said) else ""
    return ""
