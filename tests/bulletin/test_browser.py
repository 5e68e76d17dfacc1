"""Pages as a person meets them: in a browser, on a telephone, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.galleries import listed
from support.notebooks import DAY, LOCALES, chart, code, edition, executed_notebook, head, html, picture, prose
from thongbao.bulletin.gallery import write_gallery
from thongbao.bulletin.render import render
from thongbao.params.office import read_office
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from thongbao.settings import Settings

pytestmark = pytest.mark.browser
LONG = "Khu phát triển kinh tế và đào tạo nghề " * 10


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a telephone's width that has seen no error and asked for nothing outside when it closes."""
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def bulletin(locale: str, **changes: Any) -> str:
    """A bulletin with a wide table, a long name and a wide picture."""
    cells = "".join(f'<th scope="col">Measure number {n}</th>' for n in range(12))
    rows = "".join(f'<tr><th scope="row">{LONG[:40]}</th>{"<td class=n>12,345</td>" * 12}</tr>' for _ in range(3))
    table = f'<table class="figures"><caption>Wide</caption><thead><tr><td></td>{cells}</tr></thead>{rows}</table>'
    five = "".join(f'<div><dt>Measure {n}</dt><dd class="value">15,075</dd></div>' for n in range(5))
    nb = executed_notebook(
        [
            code(html(f'<dl class="headline">{five}</dl>')),
            prose("## Heading\n\n" + "Verylongword" * 30),
            code(html(table), html(chart("Cases", picture(1600, 600)).replace('width="8" height="6"', 'width="1600"'))),
        ]
    )
    return render(nb, head(locale=locale, notice=LONG, **changes))


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_fits_a_telephone(page: Page, tmp_path: Path, locale: str) -> None:
    """Nothing makes the reader scroll sideways; a wide table scrolls inside its own region, reached by Tab."""
    path = tmp_path / "bản tin.html"
    path.write_text(bulletin(locale, unit=LONG[:400]), encoding="utf-8")

    page.goto(path.as_uri())
    page.keyboard.press("Tab")

    assert overflow(page) <= 0
    focused = page.evaluate("(() => { const e = document.activeElement; return [e.className, e.ariaLabel]; })()")
    assert focused == ["scroll wide", "Wide"]
    assert page.evaluate("document.activeElement.scrollWidth > document.activeElement.clientWidth")
    assert page.evaluate("document.querySelector('img').naturalWidth") == 1600


def test_a_page_prints_in_black_and_white_on_a4(page: Page, tmp_path: Path) -> None:
    """The printed page has no colours of ours and loses no column of a wide table."""
    path = tmp_path / "page.html"
    path.write_text(bulletin("zh_Hans"), encoding="utf-8")
    page.set_viewport_size({"width": 673, "height": 1000})  # 178 mm, the width of the type area

    page.goto(path.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        "[...new Set([...document.querySelectorAll('body *')].map(e => getComputedStyle(e).color))].sort()"
    )

    assert colours == ["rgb(0, 0, 0)", "rgb(51, 51, 51)"]
    assert overflow(page) <= 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_dark_and_light_pages_have_enough_contrast(page: Page, tmp_path: Path) -> None:
    """Text stands out from the paper by 4.5 to 1 at least, as WCAG 1.4.3 asks."""
    path = tmp_path / "page.html"
    path.write_text(bulletin("en"), encoding="utf-8")
    page.goto(path.as_uri())

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        worst = page.evaluate(
            """() => {
              const light = (c) => { const v = c.match(/[0-9.]+/g).slice(0, 3).map((x) => x / 255)
                .map((x) => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
                return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
              const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
                if (!/, 0\\)$/.test(c)) return c; } return "rgb(255, 255, 255)"; };
              return Math.min(...[...document.querySelectorAll("p, h1, h2, th, td, dt, dd, time, span, strong")]
                .map((e) => { const a = light(getComputedStyle(e).color), b = light(behind(e));
                  return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); }));
            }"""
        )
        assert worst >= 4.5, scheme


def test_an_attack_that_reached_the_page_would_still_not_run(page: Page, tmp_path: Path) -> None:
    """The policy of the page blocks what no fence should have let through; here nothing is let through."""
    path = tmp_path / "page.html"
    payload = "<img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>"
    cells = [prose(payload), code(html(f"<table><td>{payload}</td></table>"))]
    path.write_text(render(executed_notebook(cells), head(unit=payload)), encoding="utf-8")

    page.goto(path.as_uri())

    assert page.locator("script, svg, img").count() == 0


@pytest.fixture
def gallery(tmp_path: Path, home: Settings) -> Path:
    """The gallery of the sample office with one edition made and one failed."""
    for unit, state in (("411702", "made"), ("411721", "failed")):
        record = EditionRecord(edition=edition(unit=unit), state=state, cause="it stopped")  # type: ignore[arg-type]
        path = tmp_path / "zhumadian" / DAY.isoformat() / record.edition.stem
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f"{path.name}.json").write_text(record.model_dump_json(), encoding="utf-8")
        if state == "made":
            path.with_name(f"{path.name}.html").write_text(bulletin("zh_Hans"), encoding="utf-8")
    return write_gallery(tmp_path, read_office(home.params, "zhumadian"))


@pytest.mark.parametrize(
    "asked", ["驿城", "411702", "yicheng", "YICHENG", "dịch thành", "dich thanh", "Dichthanh", "ｙｉｃｈｅｎｇ"]
)
def test_the_search_finds_a_county_however_it_is_written(page: Page, gallery: Path, asked: str) -> None:
    """Chinese, code, pinyin, Vietnamese with and without accents, half and full width."""
    page.goto(gallery.as_uri())
    page.locator("#q").fill(asked)

    assert page.locator("#list tbody tr:visible").all_inner_texts()[0].split()[0] == "411702"
    assert page.locator("#list tbody tr:visible").count() == 1
    assert overflow(page) <= 0


def test_the_gallery_is_used_by_keyboard(page: Page, gallery: Path) -> None:
    """/ searches, Enter goes to the result, Enter opens it; Escape clears."""
    listed(page, gallery)
    page.keyboard.press("/")
    page.keyboard.type("yicheng")
    page.keyboard.press("Escape")
    everything = page.locator("#list tbody tr:visible").count()
    page.keyboard.type("yicheng")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/411702/county_daily.zh_Hans.html")

    assert everything == 13
    assert page.locator("h1").inner_text() == head().title


def test_the_gallery_shows_one_state_alone(page: Page, gallery: Path) -> None:
    """What failed is found in one step, and the number shown is said."""
    page.goto(gallery.as_uri())
    page.locator("input[name=state][value=f]").check()

    assert page.locator("#list tbody tr:visible").count() == 1
    assert page.locator("#found").inner_text() == "显示1条"
    assert "it stopped" in page.locator("#list tbody tr").inner_text()
