"""How numbers are written, on charts and in sentences alike."""

from __future__ import annotations

import math

from lmdash.analyses.common.plural import plural

__all__ = ["count", "parameters", "percent", "percent_in_words", "perplexity", "plural", "signed_number", "with_minus"]


def percent(probability: float) -> str:
    """``64%``, ``3.2%``, ``<0.1%``."""
    if probability == 0:
        return "0%"
    if probability < 0.001:
        return "<0.1%"
    if probability > 0.9995:
        return ">99.9%"
    return f"{probability:.1%}" if probability < 0.1 or probability > 0.99 else f"{probability:.0%}"


def percent_in_words(probability: float) -> str:
    """As :func:`percent`, for a sentence: ``over 99.9%``, ``under 0.1%``."""
    return percent(probability).replace(">", "over ").replace("<", "under ")


def with_minus(written: str) -> str:
    """A number as Python writes it, with a true minus sign for the hyphen."""
    return written.replace("-", "−")


def signed_number(value: float, digits: int = 2) -> str:
    """``+1.50``, ``−0.20``; ``0.00`` for what rounds to nothing."""
    written = with_minus(f"{value:+.{digits}f}")
    return written if written.strip("+−0.") else written[1:]


def count(number: float) -> str:
    """A whole number with thin spaces between thousands."""
    return f"{number:,.0f}".replace(",", "\u202f")


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``13th``, ``1\u202f021st``."""
    teen = 10 <= number % 100 < 20
    return count(number) + ("th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


def perplexity(value: float) -> str:
    """Three digits, thin spaces beyond a thousand, a dash where there is none."""
    if math.isnan(value):
        return "–"
    if value >= 1e6:
        return "over a million"
    return count(value) if value >= 1000 else f"{value:.3g}"


def parameters(number: int) -> str:
    """``5.9 M``, ``1.3 B``."""
    return f"{number / 1e9:.1f} B" if number >= 1e9 else f"{number / 1e6:.1f} M"
