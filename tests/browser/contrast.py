"""How well coloured parts of a page can be read."""

from __future__ import annotations

from playwright.sync_api import Page

COLOURED = (".chip", ".vector", ".token", "td.fill", "mark", ".badge")
# The grounds of all that a part stands in, painted one over the other, and its text on them.
_RATIOS = """
(part) => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  };
  const luminance = () => {
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((v) => {
      const s = v / 255;
      return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean);
  return roots.flatMap((root) => [...root.querySelectorAll(part)]).map((each) => {
    const grounds = [];
    for (let outer = each; outer; outer = outer.parentElement || outer.getRootNode().host) {
      grounds.unshift(getComputedStyle(outer).backgroundColor);
    }
    paint("white");
    grounds.forEach(paint);
    const ground = luminance();
    paint(getComputedStyle(each).color);
    const [dark, light] = [ground, luminance()].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  });
}
"""


def contrasts(page: Page, part: str) -> list[float]:
    """Of every such part in a component, the contrast of its text and its ground: 1 to 21."""
    return page.evaluate(_RATIOS, part)
