"""The grammar with which :mod:`~lmdash.demo.parsing.dependencies` finds heads: weighted rules, each with its label.

They stand in ``dependency_rules.txt``.
``np = det.det nb* 0.1`` joins two neighbours to one ``np`` at the cost 0.1: the part with the star is the head, the
other one hangs on it with the label after its dot.  ``@`` stands in turn for the verb forms f (finite), b (base),
n (participle) and g (-ing).  Labels are those of ClearNLP, which ``en_core_web_sm`` has too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FORMS = "fbng"
_RULES = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True, slots=True)
class Rule:
    """``result`` from one part (``right`` empty) or from two, of which one is the head; the other gets the label."""

    result: str
    left: str
    right: str
    head_is_left: bool
    label: str
    cost: float


def _part(text: str) -> tuple[str, str]:
    """``np.dobj`` as category and label; the head, ``vp*``, has the label ``*``."""
    if text.endswith("*"):
        return text[:-1], "*"
    category, _, label = text.rpartition(".")
    return category, label


def _rule(line: str) -> Rule:
    result, _, rest = line.partition(" = ")
    *parts, cost = rest.split()
    (left, left_label), (right, right_label) = _part(parts[0]), _part(parts[1]) if len(parts) > 1 else ("", "")
    label = right_label if left_label == "*" else left_label
    return Rule(result.strip(), left, right, left_label == "*", label, float(cost))


def rules() -> list[Rule]:
    """Every rule of the grammar, one per verb form where it has ``@``."""
    lines = (line for line in _RULES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [_rule(line.replace("@", form)) for line in lines for form in (FORMS if "@" in line else "f")]
