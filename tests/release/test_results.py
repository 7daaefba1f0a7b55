"""Every analysis gives what it gave at the release, to the sixth digit."""

import copy

import pytest

from lmdash.analyses.prompt_ablation.variants import VariantKind
from tests.release.calls import CALLS
from tests.release.numbers import differences, numbers
from tests.release.processor import RESULTS_ANEW, tolerance
from tests.release.record import read_results

RECORDED = read_results()
# What was renamed or taken away on purpose since: call -> {recorded path: path now, None where it is gone}.
MOVED: dict[str, dict[str, str | None]] = {
    # Wording: why something is marked, and the sentences of a batch, whose numbers stand in its table as well.
    "check texts": {"texts[].findings[].reason": None},
    "check texts, other checks": {"texts[].findings[].reason": None},
    "check what was written": {"texts[].findings[].reason": None},
    "compare batches": {"vanished[].reason": None, "stayed[][].reason": None, "new[].reason": None},
    "finding steps": {"[].finding.reason": None},
    "batch summary": {"sentences": None},
    "fit caution": {"result": None},
}


# Of variants the kind was its label, and is its id.
IDS = {kind.label: str(kind) for kind in VariantKind}


def expected(name: str) -> dict[str, object]:
    """What was recorded of a call, under the paths that it has now."""
    moved = MOVED.get(name, {})
    paths = {path: moved.get(path, path) for path in RECORDED[name]}
    found = {now: RECORDED[name][path] for path, now in paths.items() if now is not None}
    return found | {
        path: [IDS.get(each, each) for each in found[path]] for path in ("kind", "[].kind") if path in found
    }


def test_every_recorded_call_is_asked():
    assert [call.name for call in CALLS] == list(RECORDED)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_an_analysis_says_what_it_said(call):
    allowed = max(call.tolerance, tolerance(anew=call.name in RESULTS_ANEW))
    said = differences(expected(call.name), numbers(call.read(call.run())), allowed)
    assert not said, "\n".join(said[:20])


@pytest.mark.parametrize("name", ["next token", "value clusters"])
def test_another_number_and_a_missing_path_are_told(name):
    [call] = [call for call in CALLS if call.name == name]
    present = numbers(call.read(call.run()))
    path = next(path for path, values in present.items() if isinstance(values[0], float))
    changed, missing = copy.deepcopy(present), {other: values for other, values in present.items() if other != path}
    changed[path][0] += 3 * tolerance() * max(1, abs(changed[path][0]))
    assert not differences(RECORDED[name], present, tolerance())
    assert differences(RECORDED[name], changed, tolerance())[0].startswith(f"{path}[0] was ")
    assert differences(RECORDED[name], missing, tolerance()) == [f"{path} is missing"]
