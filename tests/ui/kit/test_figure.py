"""A picture of other numbers is another picture to the browser, and one of the same numbers is not."""

import json

import pyarrow as pa
from streamlit.testing.v1 import AppTest


def _page():
    import pandas as pd
    import streamlit as st

    from lmdash.charts.vega import chart, mark, of
    from lmdash.ui.kit.figure import picture

    rows = pd.DataFrame({"value": st.session_state["values"], "kind": "other"})
    picture(chart(rows, mark("bar", x=of("value:Q"), y=of("kind:N"))), key="bars", alt="Bars")


def drawn(*values: float) -> tuple[str, list[float]]:
    app = AppTest.from_function(_page, default_timeout=60)
    app.session_state["values"] = list(values)
    [chart] = app.run().get("vega_lite_chart")
    [sent] = chart.proto.datasets
    assert json.loads(chart.proto.spec)["data"]["name"] == sent.name
    return sent.name, pa.ipc.open_stream(sent.data.data).read_pandas()["value"].tolist()


def test_other_numbers_between_the_same_ends_are_other_data():
    one, other = drawn(1.0, 2.0, 3.0), drawn(1.0, 2.5, 3.0)
    assert one != other
    assert one[0] != other[0]
    assert drawn(1.0, 2.0, 3.0) == one
