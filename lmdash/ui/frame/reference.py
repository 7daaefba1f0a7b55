"""The reference of the address, ``docs/address.md``, made from the declared controls."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from lmdash.ui.frame import addresses
from lmdash.ui.frame.sitemap import PAGES
from lmdash.ui.kit.control import EVERY_PAGE, Control, controls
from lmdash.ui.kit.kinds import Choice, Choices, Number, Place, Texts, Toggle, Whole

_BEGINNING = """# The address of a page

Made by `python -m lmdash address > docs/address.md`; a test fails when it is stale.

`/<page>?model=demo&prompt=The+capital+of+France+is&target=Paris&position=3`: the page is a file name of `pages/`
(nothing for Start), and every name below that is left out has its default. Names and values that a page does not know
are ignored; a value out of range becomes the nearest allowed one. Links from earlier releases, which had the words on
the screen as values, still open the same view.
"""


def every_control() -> tuple[Control, ...]:
    """All controls, also of pages that this process has not drawn."""
    for module in pkgutil.iter_modules(addresses.__path__):
        import_module(f"{addresses.__name__}.{module.name}")
    return tuple(controls())


def address_page() -> str:
    """The whole reference, in Markdown."""
    every = every_control()
    parts = [_BEGINNING, "## Every page\n", *_table(each for each in every if each.page == EVERY_PAGE)]
    for page in PAGES:
        own = [each for each in every if each.page == page.name]
        if own:
            parts += [f"## {page.term}: `/{page.path}`\n", *_table(own)]
    return "\n".join(parts)


def _table(rows: Iterator[Control] | list[Control]) -> Iterator[str]:
    yield "| name | values | default | meaning |\n|---|---|---|---|"
    for control in rows:
        cells = (f"`{control.name}`", _values(control), _default(control), control.meaning + _seen(control))
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ⏎ ") for cell in cells) + " |"
    yield ""


def _values(control: Control) -> str:
    match control:
        case Choice() | Choices():
            ids = ", ".join(f"`{each}`" for each in control.labels)
            return f"any of {ids}, each as a separate value" if isinstance(control, Choices) else ids
        case Toggle():
            return "`true`, `false`"
        case Whole() | Number():
            return (
                f"{'whole numbers' if isinstance(control, Whole) else 'numbers'}, {control.low:,} to {control.high:,}"
            )
        case Place():
            return "a number, from 0"
        case Texts():
            return "any number of texts, each as a separate value"
    return "text"


def _default(control: Control) -> str:
    if control.default is None:
        return ""
    said = ", ".join(control.write(control.default))
    return f"`{said}`" if said else ""


def _seen(control: Control) -> str:
    """With which other values it is seen."""
    wanted = [f"`{other.name}={', '.join(other.write(value))}`" for other, value in control.within.items()]
    return f" (with {' and '.join(wanted)})" if wanted else ""
