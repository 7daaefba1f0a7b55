import string

from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.prompt_ablation.template import crossed, fill, names_in, plain_name, row_by_row, used

NAMES = st.text(string.ascii_letters, min_size=1, max_size=8)
WORDS = st.text(max_size=20)
NO_BRACES = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(NO_BRACES, min_size=1, max_size=5), NAMES, WORDS)
def test_every_place_is_filled_and_the_rest_is_kept(pieces, name, value):
    template = f"{{{name}}}".join(pieces)
    assert fill(template, {name: value}) == value.join(pieces)


@given(st.text(alphabet="ab{} \n", max_size=60))
def test_without_variables_any_text_stays_as_it_is(template):
    assert fill(template, {}) == template
    assert fill(template, {"never there": "x"}) == template
    assert fill(template, {"": "x", " ": "y"}) == template


@given(st.text(alphabet="ab{} ", max_size=60), st.dictionaries(st.sampled_from(["a", "b", "ab"]), WORDS, max_size=3))
def test_names_found_are_names_that_can_be_filled(template, values):
    present = used(template, values)
    assert {plain_name(name) for name in present} <= {plain_name(name) for name in names_in(template)}
    assert fill(template, values) == fill(template, {name: values[name] for name in present})


def test_braces_without_a_declared_variable_are_literal():
    template = "Fill {} and {unknown} and {{country}}: {country}, {Country }."
    assert fill(template, {"country": "Peru"}) == "Fill {} and {unknown} and {Peru}: Peru, Peru."
    assert names_in(template) == ("unknown", "country")
    assert used(template, ["COUNTRY", "city", ""]) == ("COUNTRY",)


def test_values_are_never_templates_themselves():
    assert fill("{a} {b}", {"a": "{b}", "b": "{a}"}) == "{b} {a}"


def test_json_and_code_keep_their_braces():
    assert fill('{"name": "{name}", "x": {}}', {"name": "Ada"}) == '{"name": "Ada", "x": {}}'


def test_row_by_row_leaves_out_rows_that_lack_a_value():
    rows = [("France", "Paris"), ("", "Rome"), ("Kenya", "")]
    assert row_by_row(("country", "expected"), rows, ("country",)) == [
        {"country": "France", "expected": "Paris"},
        {"country": "Kenya", "expected": ""},
    ]


def test_crossing_carries_what_stands_beside_a_variable():
    columns = ("what", "country", "expected")
    rows = [("capital", "France", "Paris"), ("city", "Italy", "Rome"), ("", "Kenya", "Nairobi")]
    values, total = crossed(columns, rows, ("what", "country"), 100)
    assert total == len(values) == 6
    assert {(each["what"], each["country"]) for each in values} == {
        (what, country) for what in ("capital", "city") for country in ("France", "Italy", "Kenya")
    }
    assert all(
        each["expected"] == {"France": "Paris", "Italy": "Rome", "Kenya": "Nairobi"}[each["country"]] for each in values
    )


def test_a_column_before_all_variables_goes_with_the_first():
    values, _ = crossed(("expected", "country"), [("Paris", "France"), ("Rome", "Italy")], ("country",), 10)
    assert [(each["expected"], each["country"]) for each in values] == [("Paris", "France"), ("Rome", "Italy")]


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=6), st.integers(0, 20))
def test_crossing_is_the_product_and_no_more_than_asked_for(rows, most):
    values, total = crossed(("a", "b", "c"), rows, ("a", "b"), most)
    left = {(a,) for a, _, _ in rows if a.strip()}
    right = {(b, c) for _, b, c in rows if b.strip()}
    assert total == len(left) * len(right)
    assert len(values) == min(most, total)
    if most >= total:
        assert {(each["a"], each["b"], each["c"]) for each in values} == {(a, b, c) for (a,) in left for b, c in right}


def test_repeated_values_are_crossed_once():
    assert crossed(("a", "b"), [("x", "1"), ("x", "2")], ("a", "b"), 9)[1] == 2
    assert crossed(("a",), [], ("a",), 9) == ([], 0)
    assert crossed(("a",), [("x",)], (), 9) == ([], 0)
