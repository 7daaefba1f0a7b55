"""Every link of the release still opens the page that it opened, with the same numbers and the same choices."""

import copy
import math

import pytest

from lmdash.analyses.output_checks.checks.registry import BY_NAME
from tests.release.processor import LINKS_ANEW, tolerance
from tests.release.record import read_links
from tests.release.shown import opened, shown

RECORDED = read_links()
# Controls that have another key now, or none (None); it is said once for all links.
MOVED: dict[str, str | None] = {
    "layers_of_6": "layers",
    "browse_layer_of_6": "browse_layer",
    "head_box": "_head_box0",
    "vector_compare": "compare",
} | {f"check_on_{name}": name for name in BY_NAME}
ROUNDED = 5e-7  # records are rounded to the sixth digit


def near(one: object, other: object, allowed: float) -> bool:
    """Equal, or numbers within the tolerance: absolute, or relative where they are above 1."""
    if isinstance(one, float) and isinstance(other, (int, float)):
        return abs(one - other) <= (allowed + ROUNDED) * max(1.0, abs(one))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(near(*pair, allowed) for pair in zip(one, other, strict=True))
    return one == other


def same_numbers(before: dict, now: dict, near_by: float) -> bool:
    """Whether two summaries are of the same numbers, in whatever order those stand."""
    allowed = (near_by + ROUNDED) * max(before["count"], before["abs_sum"])
    sums = all(math.isclose(before[name], now[name], rel_tol=0, abs_tol=allowed) for name in ("sum", "abs_sum"))
    counts = all(before[name] == now[name] for name in ("count", "missing"))
    return sums and counts and near(before["every"], now["every"], near_by)


def differences(before: dict, now: dict, allowed: float) -> list[str]:
    """A sentence for everything that a link shows otherwise; wording, column names and further controls are free."""
    said = [
        f"{name}: {before[name]} before, {now[name]} now"
        for name in ("page", "tokens", "numbers")
        if not near(before[name], now[name], allowed)
    ]
    for name in ("tables", "charts"):
        left = list(now[name])
        for each in before[name]:
            found = next((other for other in left if same_numbers(each, other, allowed)), None)
            if found is None:
                said.append(f"{name}: none has these {each['count']} numbers: {each['every'][:8]} …; there are {left}")
            else:
                left.remove(found)
    for key, choice in before["controls"].items():
        there = MOVED.get(key, key)
        if there is not None and not (there in now["controls"] and near(choice, now["controls"][there], allowed)):
            said.append(f"{key}: {choice!r} before, {now['controls'].get(there, 'nothing')!r} now")
    return said


@pytest.mark.thinned(2)
@pytest.mark.parametrize("name", RECORDED)
def test_a_link_shows_what_it_showed(name):
    link = RECORDED[name]
    said = differences(link, shown(opened(link["address"])), tolerance(anew=name in LINKS_ANEW))
    assert not said, "\n".join([RECORDED[name]["address"], *said])


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("tokens", lambda link: link["tokens"].append("other")),
        ("numbers", lambda link: link["numbers"].append(1.0)),
        (
            "tables",
            lambda link: link["tables"][0]["every"].__setitem__(3, link["tables"][0]["every"][3] + 10 * tolerance()),
        ),
        ("charts", lambda link: link["charts"].pop()),
        ("target", lambda link: link["controls"].__setitem__("target", "other")),
    ],
)
def test_what_differs_is_told(part, change):
    [link] = [link for name, link in RECORDED.items() if name == "lens, difference"]
    changed = copy.deepcopy(link)
    change(changed)
    assert not differences(link, link, tolerance())
    assert differences(link, changed, tolerance())[0].startswith(part)
