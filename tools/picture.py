"""Take the README's picture: the roll-up page of the sample office as a browser shows it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "outputs" / "zhumadian" / "2020-02-19" / "411700" / "city_rollup.zh_Hans.html"
PICTURE = PROJECT / "docs" / "bulletin.png"


def main() -> None:
    """Write docs/bulletin.png from the page that `make bulletins` has made."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None or not PAGE.is_file():
        sys.exit("Chromium and the pages of `make bulletins` are needed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 860, "height": 1250}, device_scale_factor=1)
        page.goto(PAGE.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(PROJECT)} written")


if __name__ == "__main__":
    main()
