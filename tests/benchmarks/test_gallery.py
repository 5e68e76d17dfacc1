"""The gallery of a country against that of a city, in Chromium: opening, and a search.

Printed are wall times (they depend on what else the machine does: a blank page stands beside them) and the main
thread's own processor time, which does not. Asserted is a ratio of the latter.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import pytest

from support.galleries import office_of, write_pages

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.bench, pytest.mark.browser]
TIMES = 9
ASKED = ("dich", "驿城", "thanh 9", "z", "411702", "")
CHANGED = [(n % 3, str(n), str(n + 1)) for n in range(15)]
"""A county's daily has some fifteen figures a day that are not those of the day before."""

SEARCH = """(asked) => new Promise((done) => {
  const box = document.getElementById("q"), from = performance.now();
  box.value = asked;
  box.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => { const after = new MessageChannel();
    after.port1.onmessage = () => done(performance.now() - from); after.port2.postMessage(0); });
})"""
FIRST_PAINT = """() => new Promise((done) => {
  const seen = (list) => { for (const one of list) if (one.name === "first-contentful-paint") done(one.startTime); };
  seen(performance.getEntriesByType("paint"));
  new PerformanceObserver((found) => seen(found.getEntries())).observe({ type: "paint", buffered: true });
})"""


LISTED = """() => new Promise((done) => {
  const look = () => {
    const found = performance.getEntriesByName("listed");
    if (found.length) requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    else setTimeout(look);
  };
  look();
})"""
"""Until the first lines of the list are on the screen."""


def measured(browser: Browser, path: Path) -> dict[str, list[float]]:
    """Milliseconds: first paint, the list and searches by the clock, opening and a search by processor time."""
    found: dict[str, list[float]] = {"paint": [], "list": [], "open_cpu": [], "search": [], "search_cpu": []}
    for _ in range(TIMES):
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def cpu(session: object = session) -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]  # type: ignore[attr-defined]
            return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")

        before = cpu()
        page.goto(path.as_uri())
        found["paint"].append(page.evaluate(FIRST_PAINT))
        if page.locator("#q").count():
            found["list"].append(page.evaluate(LISTED))
        found["open_cpu"].append(cpu() - before)
        for asked in ASKED if page.locator("#q").count() else ():
            before = cpu()
            found["search"].append(page.evaluate(SEARCH, asked))
            found["search_cpu"].append(cpu() - before)
        page.close()
    return found


def test_a_country_opens_and_is_searched_like_a_city(browser: Browser, tmp_path: Path) -> None:
    """2,850 units × 30 dates."""
    reports = {"screening": ["missing", "zero", "on_time"]}
    blank = tmp_path / "blank.html"
    blank.write_text("<!DOCTYPE html><title>blank</title><p>blank", encoding="utf-8")
    found = {"blank page": measured(browser, blank)}
    for name, many in (("12 units", 12), ("2,850 units", 2850)):
        folder = tmp_path / name
        folder.mkdir()
        made = write_pages(folder, office_of(many, "vi"), reports, dates=30, pictures=many, changed=[CHANGED, []])
        found[f"{name}, a date"] = measured(browser, made.day)
        found[f"{name}, 30 dates"] = measured(browser, made.office)
    for name, times in found.items():
        said = (f"{what} {statistics.median(ms):.0f} (least {min(ms):.0f})" for what, ms in times.items() if ms)
        print(f"{name:24} ms, medians: {', '.join(said)}")

    small, large = (found[f"{name}, 30 dates"] for name in ("12 units", "2,850 units"))
    assert statistics.median(large["open_cpu"]) < 10 * statistics.median(small["open_cpu"])
    assert statistics.median(large["search_cpu"]) < 10 * statistics.median(small["search_cpu"])
