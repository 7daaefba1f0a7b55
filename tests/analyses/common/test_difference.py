import pandas as pd
import pytest

from lmdash.analyses.common.difference import difference

TABLE = pd.DataFrame({"step": [0, 1, 1], "token": ["a", "b", "c"], "value": [1.0, 2.0, 4.0], "name": ["x", "y", "z"]})


def test_numbers_are_subtracted_and_the_rest_stays():
    plain = TABLE.assign(value=[0.5, 2.0, 5.0], name="w").set_index(pd.Index([7, 8, 9]))
    found = difference(TABLE, plain, ["value"], ["step", "token"])
    assert found["value"].tolist() == [0.5, 0.0, -1.0]
    assert found["name"].tolist() == ["x", "y", "z"]
    assert TABLE["value"].tolist() == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("plain", "message"),
    [
        (TABLE.iloc[:2], r"one result has 3 rows \(step, token\), the other 2"),
        (TABLE.iloc[[0, 2, 1]], r"number 1 is \(1, 'b'\) in one, \(1, 'c'\) in the other"),
        (TABLE.assign(token=["a", "b", "d"]), "number 2"),
    ],
)
def test_rows_that_do_not_belong_together_are_refused(plain, message):
    with pytest.raises(ValueError, match=message):
        difference(TABLE, plain, ["value"], ["step", "token"])
