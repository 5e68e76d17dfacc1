"""Pages for everybody: axe-core finds nothing, in light and dark, and they are read in their order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import thongbao_process
from support.galleries import listed
from support.offices import DAYS, make_offices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from thongbao.settings import Settings

pytestmark = pytest.mark.browser
RULES = {
    "light": {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
"""A dark page is the light one in other colours: names, order and tables are not looked at again."""

PAGES = ["411702/county_daily.zh_Hans.html", "411700/city_rollup.zh_Hans.html", "index.html"]
EDITIONS = PAGES[:2]

FOCUSABLE = "a[href], summary, [tabindex='0'], input, button, select"
SEEN = f"""[...document.querySelectorAll("{FOCUSABLE}")].filter((e) => e.checkVisibility())"""


def folder(sample: Settings) -> Path:
    return sample.outputs / "zhumadian" / "2020-02-19"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a small screen."""
    opened = browser.new_page(viewport={"width": 800, "height": 1000})
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def every_bulletin(tmp_path_factory: pytest.TempPathFactory, sample_inbox: Path) -> list[Path]:
    """One page of each bulletin of each office, in its own language and in English, and the galleries."""
    home, found = tmp_path_factory.mktemp("offices"), []
    make_offices(home, sample_inbox)
    for office in DAYS:
        day = str(DAYS[office])
        for locale in ([], ["--locale", "en"]):
            run = thongbao_process(["-m", "thongbao", "run", day, "--office", office, *locale], home)
            assert run.returncode == 0, run.stdout + run.stderr
        made = {path.name: path for path in sorted((home / "outputs" / office / day).glob("*/*.html"))}
        found += [*made.values(), home / "outputs" / office / day / "index.html"]
    return found


def violations(page: Page, path: Path, scheme: str) -> list[str]:
    """What axe-core finds on a page: impact, rule and the first element of each."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if path.name == "index.html":
        listed(page, path)
    else:
        page.goto(path.as_uri())
    found = Axe().run(page, options=RULES[scheme]).response["violations"]
    return [f"{path.name}, {scheme}: {v['impact']}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, sample: Settings, name: str, scheme: str) -> None:
    """WCAG 2.2 AA: contrast, names, order, landmarks, tables."""
    assert violations(page, folder(sample) / name, scheme) == []


@pytest.mark.faults
@pytest.mark.timeout(2400)
def test_axe_finds_nothing_on_any_bulletin_of_any_office(page: Page, every_bulletin: list[Path]) -> None:
    """One edition of each bulletin in each language that it was made in, and the gallery, in light and dark."""
    assert len(every_bulletin) > len(PAGES)
    assert [
        said for path in every_bulletin for scheme in ("light", "dark") for said in violations(page, path, scheme)
    ] == []


@pytest.mark.parametrize("name", EDITIONS)
def test_the_tab_key_goes_through_a_page_in_the_order_in_which_it_is_read(
    page: Page, sample: Settings, name: str
) -> None:
    """Everything that can be used is reached, once, with a ring around it, and nothing holds the reader back."""
    page.goto((folder(sample) / name).as_uri())
    there = int(page.evaluate(f"{SEEN}.length"))
    met, rings = [], []
    for _ in range(there):
        page.keyboard.press("Tab")
        met.append(page.evaluate(f"{SEEN}.indexOf(document.activeElement)"))
        rings.append(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    page.keyboard.press("Tab")

    assert there >= 3
    assert met == list(range(there))
    assert set(rings) == {"solid"}
    assert page.evaluate(f"{SEEN}.indexOf(document.activeElement)") == -1, "the page can be left"
    assert page.evaluate("document.querySelectorAll('[tabindex]:not([tabindex=\"0\"])').length") == 0


@pytest.mark.parametrize("name", EDITIONS)
def test_a_screen_reader_meets_head_first_numbers_body_and_foot(page: Page, sample: Settings, name: str) -> None:
    """What is told is told in the order of the notice, with names: landmarks, headings, tables, pictures."""
    page.goto((folder(sample) / name).as_uri())
    told = page.locator("body").aria_snapshot()
    lines = [line.strip() for line in told.splitlines()]
    levels = [int(level) for line in lines if (level := "".join(re.findall(r"^- heading .*\[level=(\d)\]", line)))]

    assert [line for line in told.splitlines() if re.match(r"- (banner|main|contentinfo)", line)] == [
        "- banner:",
        "- main:",
        "- contentinfo:",
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels)), "no level is left out"
    terms = [at for at, line in enumerate(lines) if line.startswith("- term")]
    body = next(at for at, line in enumerate(lines) if line.startswith("- heading") and "level=2" in line)
    assert len(terms) == 5
    assert terms[-1] < body, "the five numbers come first"
    assert not [line for line in lines if re.fullmatch(r"- (table|img|region|heading)(:| \[.*)?", line)], (
        "all are named"
    )


@pytest.mark.parametrize("name", EDITIONS)
def test_every_text_says_its_language(page: Page, sample: Settings, name: str) -> None:
    """The page has one, and a text in other letters than its own says another: none is read out as what it is not."""
    page.goto((folder(sample) / name).as_uri())
    others = page.evaluate("[...document.querySelectorAll('body [lang]')].map((e) => e.lang)")

    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert set(others) <= {"en", "vi", "zh-Hans"}
