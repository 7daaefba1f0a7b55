"""Prints the table of families and identities after the tests that fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lmdash.models.checks import Check

TABLE = pytest.StashKey[dict[str, "tuple[Check, ...]"]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TABLE] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    table = config.stash[TABLE]
    if not table:
        return
    first = next(iter(table.values()))
    terminalreporter.section("family x identity: measured error (– does not apply, ! broken)")
    terminalreporter.write_line(" " * 21 + "".join(f"{check.name[:9]:>10}" for check in first))
    terminalreporter.write_line(f"{'bound':<21}" + "".join(f"{check.bound:>10.0e}" for check in first))
    for name, checks in table.items():
        cells = ["–" if check.skipped else f"{'' if check.passed else '!'}{check.measured:.1e}" for check in checks]
        terminalreporter.write_line(f"{name:<21}" + "".join(f"{cell:>10}" for cell in cells))
