"""The second fence: whatever a notebook puts out, only our own tags, attributes and classes reach a page.

The first fence is escaping at the source. What stands here is the whole vocabulary of a bulletin; the style sheet of
the template knows the same words. No style attributes, ids, scripts, forms or frames; pictures only from inside the
page; links only by https.
"""

from __future__ import annotations

import re

import nh3

_CLASSES = {
    "table": {"figures"},
    "tr": {"total"},
    "td": {"k", "n", "t", "s1", "s2", "s3", "s4", "s5"},
    "th": {"h", "hh", "k", "n"},
    "dl": {"headline"},
    "dd": {"value", "change"},
    "p": {"banner", "none", "text"},
    "ul": {"flags"},
    "li": {"warning", "missing", "late", "ok"},
    "figure": {"chart"},
    "img": {"shaded"},
    "span": {"mark"},
}
_ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope", "abbr"},
    "time": {"datetime"},
}
# fmt: off
_TAGS = {
    "a", "abbr", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "ul",
}
# fmt: on
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea", "title"}

_WHOLE = re.compile(r"[0-9]{1,4}")
_VALUES = {
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}"),
    "src": re.compile(r"data:image/png;base64,[A-Za-z0-9+/]+={0,2}"),
    "href": re.compile(r"https://[^\s\\]+"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "datetime": re.compile(r"[0-9TZ:+. -]{1,40}"),
    "open": re.compile(r"|open"),
} | dict.fromkeys(("width", "height", "colspan", "rowspan", "span", "start"), _WHOLE)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    rule = _VALUES.get(name)
    return value if rule is None or rule.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_UNSEEN,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes=_CLASSES,
    url_schemes={"https", "data"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""They turn the reading order around, so that one text reads as another."""

_TURNED = str.maketrans("", "", TURNING)
_SOURCELESS = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")


def clean(html: str) -> str:
    """Return ``html`` as a well-formed fragment that holds nothing but the vocabulary of a bulletin.

    Text outside the vocabulary stays as text, without the characters that turn its reading order; a picture that is not
    a PNG inside the page is left out.

    Args:
        html: a fragment from anywhere, however hostile or broken.
    """
    # A lone surrogate cannot be written as UTF-8; it says nothing to a reader either.
    cleaned = _CLEANER.clean(html.encode("utf-8", "replace").decode())
    return _SOURCELESS.sub("", cleaned.translate(_TURNED))  # only now: as "&#x202E;" they were not yet characters
