"""What tests of pages look for in a browser: nothing inaccessible, pictures for the guide."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page, expect

AXE: Final = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
PICTURES: Final = Path(__file__).parents[2] / "docs" / "guide" / "pictures"
"""Written there by `make guide` (ORIENTIR_PICTURES=1); otherwise each test keeps its own."""

_RUN: Final = """
async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
  });
  return found.violations.map(one => [one.id, one.help, one.nodes.map(node => node.html)]);
}
"""
OVERFLOW: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DESKTOP: Final = {"width": 1280, "height": 900}
TELEPHONE: Final = {"width": 360, "height": 800}


async def enter(page: Page, login: str, password: str, path: str = "/") -> None:
    """Sign in by the door, as a person does, on the way to `path`."""
    await page.goto(path)
    await page.get_by_label("Имя для входа").fill(login)
    await page.get_by_label("Пароль").fill(password)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in" not in url)


async def looks_well(page: Page) -> None:
    """The page as it stands breaks no rule of axe (WCAG 2.1 A and AA) and fits a telephone."""
    await page.evaluate(_axe())
    violations: list[Any] = await page.evaluate(_RUN)
    assert not violations, (page.url, violations)
    wide = page.viewport_size
    await page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    assert await page.evaluate(OVERFLOW) == 0, page.url
    if wide is not None:
        await page.set_viewport_size(wide)


async def picture(page: Page, name: str, folder: Path) -> None:
    """Keep a picture of the whole page under a name that the guide shows."""
    kept = PICTURES if os.environ.get("ORIENTIR_PICTURES") == "1" else folder
    kept.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=kept / f"{name}.png", full_page=True, animations="disabled")


async def heading(page: Page, text: str) -> None:
    """The page is the one with this first heading."""
    await expect(page.get_by_role("heading", level=1)).to_contain_text(text)


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
