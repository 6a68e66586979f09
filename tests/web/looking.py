"""What tests of pages look for in a browser: nothing inaccessible, pictures for the guide."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import FloatRect, Page, expect

AXE: Final = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
_ROOT: Final = Path(__file__).parents[2]
ARTIFACTS: Final = _ROOT / ".pictures"
"""Where the pictures of the last run are, whatever runs them."""
PICTURES: Final = _ROOT / "docs" / "guide" / "pictures"
"""Of the guide: written by `make guide` (ORIENTIR_PICTURES=1) alone."""

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
TALLEST: Final = 1400
"""How much of a long page a picture shows, in pixels: more is not read in a guide."""
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


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the top of the page; `make guide` keeps those that the guide shows."""
    width, height = await page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollHeight]"
    )
    shown: FloatRect = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    _keep(await page.screenshot(full_page=True, clip=shown, animations="disabled"), name)


def _keep(taken: bytes, name: str) -> None:
    guide = os.environ.get("ORIENTIR_PICTURES") == "1" and name in _shown()
    for folder in {ARTIFACTS, PICTURES if guide else ARTIFACTS}:
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.png").write_bytes(taken)


async def heading(page: Page, text: str) -> None:
    """The page is the one with this first heading."""
    await expect(page.get_by_role("heading", level=1)).to_contain_text(text)


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


@cache
def _shown() -> frozenset[str]:
    """The names of the pictures that the guide shows."""
    texts = (path.read_text(encoding="utf-8") for path in PICTURES.parent.glob("*.md"))
    return frozenset(name for text in texts for name in re.findall(r"pictures/([\w-]+)\.png", text))
