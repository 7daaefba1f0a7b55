"""Prints the table of families and identities after the tests that fill it, in however many processes they ran."""

from __future__ import annotations

import pytest

TABLE = "family x identity"
Row = tuple[str, float, float | None]
"""An identity's name, its bound, and the measured error, None where it does not apply."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ())]
    found: dict[str, list[Row]] = {}
    for report in reports:
        found |= {family: rows for name, (family, rows) in report.user_properties if name == TABLE}
    if not found:
        return
    first = next(iter(found.values()))
    terminalreporter.section("family x identity: measured error (– does not apply, ! broken)")
    terminalreporter.write_line(" " * 21 + "".join(f"{name[:9]:>10}" for name, _, _ in first))
    terminalreporter.write_line(f"{'bound':<21}" + "".join(f"{bound:>10.0e}" for _, bound, _ in first))
    for family, rows in found.items():
        cells = ["–" if error is None else f"{'!' if error > bound else ''}{error:.1e}" for _, bound, error in rows]
        terminalreporter.write_line(f"{family:<21}" + "".join(f"{cell:>10}" for cell in cells))
