import numpy as np
import pandas as pd

from lmdash.charts.attributions.tables import PICK, step_matrix
from lmdash.charts.next_token import paired_bars, probability_bars
from lmdash.charts.theme import INK, INKS, PAPER, PAPERS, SIGNED_RANGE, STRENGTH, TARGET, themed
from tests.charts.schema import valid

TOKENS = pd.DataFrame({"token": ["a", PAPER], "id": [1, 2], "probability": [0.7, 0.2], "rank": [1, 2]})


def strings(spec: object) -> list[str]:
    if isinstance(spec, dict):
        return [text for value in spec.values() for text in strings(value)]
    if isinstance(spec, list):
        return [text for value in spec for text in strings(value)]
    return [spec] if isinstance(spec, str) else []


def test_the_dark_chart_has_dark_ink_on_dark_paper_and_the_same_hues():
    light = probability_bars(TOKENS, 1)
    before, after = (strings(valid(chart)) for chart in (light, themed(light, "dark")))
    assert INK in before
    assert INK not in after
    assert after.count(INKS["dark"]) == before.count(INK)
    assert {STRENGTH, TARGET} <= set(after)


def test_hues_mixed_with_paper_are_mixed_with_the_themes_own():
    chart = step_matrix(np.array([[1.0, -1.0]]), ["x"], ["a", "b"], "nats")
    [cells, *_] = valid(themed(chart, "dark"))["layer"]
    low, middle, high = cells["encoding"]["color"]["scale"]["range"]
    assert middle == PAPERS["dark"]
    assert not {low, high} & set(SIGNED_RANGE)


def test_what_a_prompt_holds_stays_as_it_is_and_so_does_the_chart_itself():
    light = paired_bars(TOKENS.assign(sampled=0.5), {"probability": INK, "sampled": PAPER})
    before = strings(valid(light)["datasets"])
    assert strings(valid(themed(light, "dark"))["datasets"]) == before
    assert INK in strings(valid(light)["layer"])
    domain = valid(themed(light, "dark"))["layer"][0]["encoding"]["color"]["scale"]["domain"]
    assert domain == [INK, PAPER]


def test_the_light_chart_is_the_chart():
    chart = probability_bars(TOKENS)
    assert themed(chart, "light") is chart


def test_a_click_still_finds_its_view_in_the_dark():
    spec = valid(themed(step_matrix(np.array([[1.0, -1.0]]), ["x"], ["a", "b"], "nats"), "dark"))
    assert [pick["name"] for pick in spec["layer"][0]["params"]] == [PICK]
