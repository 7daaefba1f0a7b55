import pandas as pd

from lmdash.charts.attention import MEASURES, PICK, head_map, products, signed_bars
from lmdash.charts.theme import LOWERS, PAPER, RAISES, STRENGTH
from tests.charts.schema import rows_of, valid

INDUCTION, NORM = MEASURES[0], MEASURES[-1]


def _heads(**numbers: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"layer": [0, 0, 1, 1], "head": [0, 1, 0, 1], **numbers})


def test_the_map_has_a_cell_a_head_and_outlines_the_chosen_one():
    chart = head_map(_heads(induction=[0.1, 0.2, 0.3, 0.91234567]), INDUCTION, (1, 0))
    assert [(row["name"], row["value"]) for row in rows_of(chart)][-1] == ("L1H1", 0.9123)
    cells, outline = valid(chart)["layer"]
    assert cells["encoding"]["color"]["scale"]["domain"] == [0, 1.0]
    assert cells["encoding"]["color"]["scale"]["range"] == [PAPER, STRENGTH]
    assert outline["transform"] == [{"filter": "datum.layer === 1 && datum.head === 0"}]


def test_a_click_picks_layer_and_head():
    chart = head_map(_heads(norm=[1.0, 2.0, 3.0, 4.0]), NORM, (0, 0))
    [pick] = valid(chart)["layer"][0]["params"]
    assert pick["name"] == PICK
    assert pick["select"]["fields"] == ["layer", "head"]


def test_a_difference_is_signed_around_the_background():
    chart = head_map(_heads(norm=[-2.0, 0.0, 0.5, 1.0]), NORM, (0, 0), change=True)
    scale = valid(chart)["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == [-2.0, 0, 2.0]
    assert scale["range"] == [LOWERS, PAPER, RAISES]


def test_signed_bars_keep_their_order_and_rows_that_look_the_same():
    table = pd.DataFrame({"token": ["a", "a", 'b"'], "push": [2.0, -0.5, 0.0]})
    chart = signed_bars(table, "token", "push", "logit")
    assert [row["written"] for row in rows_of(chart)] == ["+2.00", "−0.50", "0.00"]
    axis = valid(chart)["layer"][0]["encoding"]["y"]["axis"]
    assert axis["labelExpr"] == '["a", "a", "b\\""][datum.value]'


def test_each_row_of_products_has_its_own_scale():
    elements = pd.DataFrame({"index": [0, 1], "query": [1.0, -2.0], "key": [3.0, 4.0], "product": [3.0, -8.0]})
    parts = valid(products(elements))["vconcat"]
    assert [part["encoding"]["color"]["scale"]["domain"] for part in parts] == [[-2, 0, 2], [-4, 0, 4], [-8, 0, 8]]
