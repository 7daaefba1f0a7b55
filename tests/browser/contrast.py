"""How well coloured parts of a page can be read."""

from __future__ import annotations

from playwright.sync_api import Page

COLOURED = (".chip", ".vector", ".token", "td.fill", "mark", ".badge")
# The grounds of all that a part stands in, painted one over the other, and its text on them; what has the same colours
# is painted once.
_RATIOS = """
(parts) => {
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
  const measured = new Map();
  const ratio = (each) => {
    const colours = [getComputedStyle(each).color];
    for (let outer = each; outer; outer = outer.parentElement || outer.getRootNode().host) {
      colours.push(getComputedStyle(outer).backgroundColor);
    }
    const key = colours.join();
    if (!measured.has(key)) {
      paint("white");
      colours.slice(1).reverse().forEach(paint);
      const ground = luminance();
      paint(colours[0]);
      const [dark, light] = [ground, luminance()].sort((x, y) => x - y);
      measured.set(key, (light + 0.05) / (dark + 0.05));
    }
    return measured.get(key);
  };
  const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean);
  const least = (part) => Math.min(21, ...roots.flatMap((root) => [...root.querySelectorAll(part)]).map(ratio));
  return Object.fromEntries(parts.map((part) => [part, least(part)]));
}
"""


def least_contrasts(page: Page) -> dict[str, float]:
    """Of each coloured part, the least contrast of its text and its ground in any component: 1 to 21, which stands for
    a part that is not there.
    """
    return page.evaluate(_RATIOS, list(COLOURED))
