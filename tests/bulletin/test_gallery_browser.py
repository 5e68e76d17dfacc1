"""The gallery as a person meets it: tiles, choices, dates, a country, from a disk and by keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from support.galleries import DAY, HOSTILE, listed, office_of, write_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
RULES = {
    "light": {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
"""A dark page is the light one in other colours: names, order and tables are not looked at again."""
LOCALES = ("zh_Hans", "vi", "en")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a telephone's width that has seen no error and asked for nothing outside when it closes."""
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    assert said == []
    assert [url for url in asked if not url.startswith("file:")] == []


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_tile_tells_its_state_by_a_sign_and_in_words(page: Page, tmp_path: Path, locale: str) -> None:
    """No meaning by colour alone; the sums stand beside the heading."""
    made = write_pages(
        tmp_path, office_of(12, locale), {"screening": ["missing", "zero", "late", "refused", "on_time"]}
    )
    listed(page, made.day)

    signs = page.locator("#tiles b").all_inner_texts()
    named = [tile.get_attribute("aria-label") or "" for tile in page.locator("#tiles button").all()[:5]]

    assert signs[:5] == ["–", "0", "△", "×", "✓"]
    assert len({name.split(": ")[1].split(" (")[0] for name in named}) == 5
    assert page.locator("#key").inner_text().count("△") == 1
    assert overflow(page) <= 0


def test_the_tiles_are_walked_by_arrow_keys_and_list_their_unit(page: Page, tmp_path: Path) -> None:
    """One stop for Tab, whatever the number of units; Enter lists the bulletins of one."""
    made = write_pages(tmp_path, office_of(12), {"screening": ["missing"]})
    listed(page, made.day)
    page.locator("#tiles button").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)

    assert page.locator("#q").input_value() == made.units[1]
    assert page.locator("#tiles button[tabindex='0']").count() == 1
    assert page.locator("#list tbody td:first-child").all_inner_texts() == [made.units[1]]


def test_dates_and_report_states_can_be_chosen(page: Page, tmp_path: Path) -> None:
    """By date, or one unit over all dates; each line leads to its page."""
    made = write_pages(tmp_path, office_of(12), {"screening": ["missing", "zero"]}, dates=3)
    listed(page, made.office)
    page.locator("#by-reports").select_option("-")
    lacking = page.locator("#list tbody tr").count()
    page.locator("#by-reports").select_option("")
    page.locator("#by-day").select_option("1")
    second = page.locator("#list tbody a").first.get_attribute("href")
    page.locator("#by-day").select_option("")
    page.locator("#q").fill(made.units[1])

    assert lacking == 6
    assert second == f"{DAY - timedelta(days=1)}/{made.units[0]}/county_daily.zh_Hans.html"
    assert page.locator("#list tbody time").all_inner_texts() == ["2月19日", "2月18日", "2月17日"]


def test_the_edition_before_is_one_click_away(page: Page, tmp_path: Path) -> None:
    """On the page of a date: the same bulletin of the date before."""
    made = write_pages(tmp_path, office_of(12), {}, dates=2)
    listed(page, made.day)

    earlier = page.locator("#list tbody tr small a").first.get_attribute("href")

    assert earlier == f"../{date(2020, 2, 18)}/{made.units[0]}/county_daily.zh_Hans.html"


def test_a_country_builds_only_what_is_looked_at(page: Page, tmp_path: Path) -> None:
    """2,850 units × 30 dates: some hundred elements, and the tiles when they are asked for."""
    made = write_pages(tmp_path, office_of(2850, "vi"), {"screening": ["missing", "zero", "on_time"]}, dates=30)
    listed(page, made.office)
    elements = page.evaluate("document.querySelectorAll('*').length")
    found = page.locator("#found").inner_text()
    page.locator("#more button").click()
    lines = page.locator("#list tbody tr").count()
    page.locator("#q").fill(made.units[2849])
    alone = page.locator("#list tbody tr").count()
    page.locator("summary").click()
    page.locator("#tiles button").first.wait_for()  # they are built when the browser tells that it is open

    assert elements < 1500
    assert found == "Hiển thị 2.850 mục"
    assert lines == 100
    assert alone == 1
    assert page.locator("#tiles button").count() == 2850
    assert overflow(page) <= 0


def test_pictures_are_shown_where_they_are_and_nothing_breaks_where_they_are_gone(
    browser: Browser, tmp_path: Path
) -> None:
    """From a disk; they stand beside the words of the link, keep their room, and are loaded when they are near."""
    made = write_pages(tmp_path, office_of(60, "en"), {}, pictures=59)
    (made.day.parent / made.units[1] / "county_daily.en.png").write_bytes(b"damaged")
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    try:
        listed(opened, made.day)
        opened.wait_for_function("document.querySelector('#list img')?.complete")
        opened.wait_for_function("document.querySelectorAll('#list tbody tr')[1].querySelector('img') === null")
        first = opened.locator("#list tbody tr").first
        loaded = opened.evaluate("[...document.images].filter((one) => one.complete && one.naturalWidth).length")
        box, title = first.locator("img").bounding_box(), first.locator("td:nth-child(3)").inner_text().strip()

        assert first.locator("img").evaluate("(one) => one.naturalWidth") == 240
        assert box is not None
        assert (box["width"], box["height"]) == (120, 75)
        assert first.get_by_role("link", name=title, exact=True).count() == 1
        assert opened.get_by_role("img").count() == 0  # nothing that a screen reader would stop at
        assert loaded < 49
        assert overflow(opened) <= 0
        assert said == []
    finally:
        opened.close()


@pytest.mark.parametrize("keeps", [True, False])
def test_pictures_can_be_switched_off_and_it_is_remembered_where_that_works(
    browser: Browser, tmp_path: Path, keeps: bool
) -> None:
    """A browser may refuse to keep anything for a page on a disk: then they come back, and nothing fails."""
    made = write_pages(tmp_path, office_of(12, "en"), {}, pictures=12)
    context = browser.new_context()
    if not keeps:
        context.add_init_script(
            "const get = () => { throw new DOMException('no', 'SecurityError'); };"
            "Object.defineProperty(window, 'localStorage', { get })"
        )
    opened, said = context.new_page(), []
    opened.on("pageerror", lambda error: said.append(str(error)))
    try:
        listed(opened, made.day)
        opened.locator("#list img").last.wait_for()
        shown = opened.locator("#list img").count()
        opened.get_by_label("Show pictures").focus()
        opened.keyboard.press("Space")
        off = opened.locator("#list img").count()
        listed(opened, made.day)
        again = opened.locator("#list a.pictured").count()  # they come a moment later
    finally:
        context.close()

    assert (shown, off, again) == (12, 0, 0 if keeps else 12)
    assert said == []


CHANGED: list[list[tuple[int, str, str]] | None] = [[(0, "1", "2"), (1, "", HOSTILE), (2, "7", "")], [], None]


def test_what_changed_is_unfolded_under_its_line(page: Page, tmp_path: Path) -> None:
    """By keyboard, from a disk: each figure, old and new; an attack string stays text."""
    made = write_pages(tmp_path, office_of(12, "vi"), {}, dates=2, pictures=12, changed=CHANGED)
    listed(page, made.day)
    button = page.locator("#list tbody button").first
    button.focus()
    page.keyboard.press("Enter")
    page.locator("tr.diff").wait_for()
    lines = page.locator("tr.diff tbody tr:has(td)")
    cells = [[cell.inner_text() for cell in line.locator("th, td").all()] for line in lines.all()]
    groups = page.locator("tr.diff th[scope=rowgroup]").all_inner_texts()

    assert cells == [["Cases", "1", "2"], ["At home / All Total", "–", HOSTILE], ["In hospital / Total", "7", "–"]]
    assert groups == [f"Isolation {HOSTILE}", "Isolation"]
    assert button.get_attribute("aria-expanded") == "true"
    assert overflow(page) <= 0
    assert page.locator("#list tbody button").count() == 4
    page.keyboard.press("Enter")
    assert page.locator("tr.diff").count() == 0
    assert button.get_attribute("aria-expanded") == "false"


def test_who_changed_and_who_did_not_can_be_chosen(page: Page, tmp_path: Path) -> None:
    """And who has nothing to be compared with."""
    made = write_pages(tmp_path, office_of(12), {}, dates=2, changed=CHANGED)
    listed(page, made.day)
    for letter, first in (("1", 0), ("0", 1), ("?", 2)):
        page.locator("#by-changes").select_option(letter)
        assert page.locator("#list tbody td:first-child").all_inner_texts() == made.units[first::3]


def test_more_lines_are_shown_after_figures_were_unfolded(page: Page, tmp_path: Path) -> None:
    """The keyboard goes on at the first new line."""
    made = write_pages(tmp_path, office_of(60), {}, dates=2, changed=CHANGED)
    listed(page, made.day)
    page.locator("#list tbody button").first.click()
    page.locator("tr.diff").wait_for()
    page.locator("#more button").click()

    assert page.evaluate("document.activeElement.getAttribute('href')").startswith(made.units[50])


def test_a_browser_that_cannot_unfold_still_tells_how_many(browser: Browser, tmp_path: Path) -> None:
    """The command that lists them stands below."""
    made = write_pages(tmp_path, office_of(12, "en"), {}, dates=2, changed=CHANGED)
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    opened = context.new_page()
    try:
        listed(opened, made.day)
        assert opened.locator("#list tbody button").count() == 0
        assert opened.get_by_text("Figures changed since 18 Feb: 3").count() == 4
    finally:
        context.close()


@pytest.mark.parametrize(("locale", "scheme"), [*((locale, "light") for locale in LOCALES), ("zh_Hans", "dark")])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, locale: str, scheme: str) -> None:
    """WCAG 2.2 AA: every state of a report, every stage of an edition, both pages."""
    states = ["missing", "zero", "late", "refused", "on_time"]
    made = write_pages(
        tmp_path, office_of(12, locale), {"screening": states}, 2, every_stage=True, pictures=12, changed=CHANGED
    )
    opened = browser.new_page(viewport={"width": 360, "height": 1000}, color_scheme=scheme)  # type: ignore[arg-type]
    said = []
    try:
        for one in (made.day, made.office):
            listed(opened, one)
            opened.locator("#list img").first.wait_for()
            if opened.locator("button.more").count():
                opened.locator("button.more").first.click()
                opened.locator("tr.diff").wait_for()
            found = Axe().run(opened, options=RULES[scheme]).response["violations"]
            said += [f"{v['impact']}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
    finally:
        opened.close()

    assert said == []
