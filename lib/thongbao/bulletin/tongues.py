"""Mark what stands on a page in another language than its own, so that it is read aloud as what it is. Pure.

What a clerk wrote is shown as it was written, in sentences too. By its letters alone one can tell Chinese on a page in
Vietnamese or English, and Vietnamese on a page in Chinese; where two languages share their letters, the block that
shows a text says whose it is.
"""

from __future__ import annotations

import re

from thongbao.language import LANG

# A value may hold the sign that ends a tag; the sanitizer puts every value in double quotes.
_TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
_LANG = re.compile(r'\slang="([^"]+)"')

_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_CHINESE = re.compile(rf"[{_IDEOGRAPHS}]+(?:[\u3001-\u301f\uff01-\uff60·0-9]*[{_IDEOGRAPHS}]+)*")
_OWN = "ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9"
"""Letters that of the languages here only Vietnamese has."""

_LETTERS = r"A-Za-z\u00c0-\u024f\u1ea0-\u1ef9"
_VIETNAMESE = re.compile(rf"[{_LETTERS}]+(?:[ -][{_LETTERS}]+)*")


def marked(html: str, locale: str) -> str:
    """Return a clean fragment with ``lang`` around what is written in other letters than those of the page.

    Args:
        html: as the sanitizer leaves it: tags are well formed, every value is in double quotes, no text holds ``<``.
        locale: of the page, one of LOCALES.
    """
    found, other = (_VIETNAMESE, "vi") if locale == "zh_Hans" else (_CHINESE, LANG["zh_Hans"])
    if not (re.search(f"[{_OWN}]", html) if other == "vi" else found.search(html)):
        return html
    parts = _TAG.split(html)
    for at in range(0, len(parts), 2):
        said = _LANG.search(parts[at - 1]) if at else None
        if parts[at] and (said is None or said[1] != other):
            parts[at] = found.sub(lambda match: _spanned(match[0], other), parts[at])
    return "".join(parts)


def _spanned(text: str, lang: str) -> str:
    if lang == "vi" and not re.search(f"[{_OWN}]", text):
        return text
    return f'<span lang="{lang}">{text}</span>'
