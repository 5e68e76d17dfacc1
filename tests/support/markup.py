"""What an independent parser finds in a page."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import html5lib

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

# fmt: off
NEVER = {
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "base", "form", "input",
    "button", "textarea", "select", "option", "svg", "math", "template", "noscript", "audio", "video", "source",
    "track", "canvas", "portal", "marquee", "area", "map", "dialog",
}
# fmt: on
LOADING = {"src", "srcset", "background", "poster", "data", "action", "formaction", "ping", "cite", "manifest"}


@dataclass
class Parsed:
    """A page as a browser would build it."""

    root: Element
    elements: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Element]:
        """Every element with this tag, in order."""
        return (e for e in self.elements if e.tag == tag)

    def text(self, tag: str) -> list[str]:
        """The text of every element with this tag."""
        return [" ".join("".join(e.itertext()).split()) for e in self.all(tag)]


def parsed(page: str) -> Parsed:
    """Parse a page as HTML5 says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = html5lib.parse(page, namespaceHTMLElements=False)
    return Parsed(root, [e for e in root.iter() if isinstance(e.tag, str)])


def active(page: str | Parsed, *, script: bool = False) -> list[str]:
    """Say what in a page could act or load: nothing, if the page is as it must be."""
    found = []
    for element in (parsed(page) if isinstance(page, str) else page).elements:
        if element.tag in NEVER - ({"script", "input"} if script else set()):
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            name = str(name).lower()
            plain = value.strip().lower()
            if name.startswith("on") or name in {"style", "id", "srcdoc", "name"} - _ours(element.tag, script):
                found.append(f"{element.tag} {name}={value[:60]}")
            if name in LOADING and not (element.tag == "img" and plain.startswith("data:image/png;base64,")):
                found.append(f"{element.tag} {name}={value[:60]}")
            if name == "href" and not script and urlsplit(plain).scheme != "https":
                found.append(f"{element.tag} href={value[:60]}")
            if name == "href" and script and urlsplit(plain).scheme:
                found.append(f"{element.tag} href={value[:60]}")
        if element.tag == "meta" and element.attrib.get("http-equiv", "Content-Security-Policy").lower() == "refresh":
            found.append("meta refresh")
    return found


def _ours(tag: str, script: bool) -> set[str]:
    if tag == "meta":
        return {"name"}
    return {"id", "name"} if script else set()
