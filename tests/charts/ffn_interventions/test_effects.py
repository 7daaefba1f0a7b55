import numpy as np
import pandas as pd

from lmdash.analyses.ffn_interventions.effects import Control, EditEffects
from lmdash.charts.ffn_interventions.effects import NAMES, control_dots, dose_line
from lmdash.charts.next_token import paired_bars
from lmdash.charts.theme import CHANGED, WITHOUT
from tests.charts.schema import rows_of, valid


def effects():
    table = pd.DataFrame(
        {
            "token": ["a", "a", "c"],
            "id": [1, 2, 3],
            "without": [0.1, 0.7, 0.0],
            "with_edits": [0.6, 0.2, 0.1],
            "change": [0.5, -0.5, 0.1],
            "log_change": [1.8, -1.2, 9.0],
        }
    )
    return EditEffects(table, 0.5)


def test_pairs_show_the_tokens_that_lead_either_and_tell_twins_apart():
    spec = valid(paired_bars(effects().most(2), NAMES))
    rows = spec["datasets"]["rows"]
    assert {row["label"] for row in rows} == {"a (id 1)", "a (id 2)"}
    shares = {(row["id"], row["kind"]): row["share"] for row in rows}
    assert shares[1, "without"] == 0.1
    assert shares[1, "with the interventions"] == 0.6
    assert spec["layer"][0]["encoding"]["color"]["scale"]["range"] == [WITHOUT, CHANGED]


def test_the_dose_marks_without_and_with():
    doses = pd.DataFrame(
        {"dose": [0.0, 1.0, 2.0], "log_probability": [-3.0, -2.0, -1.0], "probability": np.exp([-3.0, -2.0, -1.0])}
    )
    spec = valid(dose_line(doses))
    marks = [layer["mark"] for layer in spec["layer"]]
    assert [mark["type"] for mark in marks] == ["line", "point", "point"]
    assert [mark["color"] for mark in marks[1:]] == [WITHOUT, CHANGED]
    filters = [layer["transform"][0]["filter"] for layer in spec["layer"][1:]]
    assert filters == ["datum.dose === 0", "datum.dose === 1"]


def test_every_random_change_is_a_dot():
    control = Control(0.4, np.array([0.1, -0.2]), ("L1D2", "L1D5"))
    rows = rows_of(control_dots(control))
    assert [(row["kind"], row["change"]) for row in rows] == [("yours", 0.4), ("random", 0.1), ("random", -0.2)]
