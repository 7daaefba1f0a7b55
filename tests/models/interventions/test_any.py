"""Any intervention is written and read back; any text and any JSON is read or refused with a remedy, soon."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lmdash.errors import InputError
from lmdash.models.interventions.files import from_json, names_from_json, to_json
from lmdash.models.interventions.text import (
    LONGEST,
    MOST,
    describe,
    parse,
    parse_all,
    write,
    write_all,
)
from lmdash.models.interventions.values import (
    Add,
    Intervention,
    Patch,
    Positions,
    Set,
    Site,
    resolve,
)
from lmdash.models.text.tokens import clean
from tests.models.interventions.strategies import INDICES, INTERVENTIONS, JSONS, LISTS, PIECES

# Any intervention


@given(intervention=INTERVENTIONS)
@example(Intervention(Site("neuron", 0, 0), Set(-0.0)))
@example(Intervention(Site("neuron", 0, 0), Add(-1e-323)))
@example(Intervention(Site("residual", 1), Patch('"@last; \\', -1), Positions("last"), on=False))
def test_text_is_read_back(intervention: Intervention) -> None:
    text = write(intervention)
    assert parse(text) == intervention
    assert write(parse(f" {text}\n")) == text


@given(interventions=LISTS)
def test_lists_are_read_back_from_text_and_json(interventions: tuple[Intervention, ...]) -> None:
    assert parse_all(write_all(interventions)) == interventions
    assert parse_all("\n".join(map(write, interventions))) == interventions
    assert from_json(to_json(interventions)) == interventions
    assert json.loads(to_json(interventions))["lmdash_interventions"] == 1


@given(intervention=INTERVENTIONS)
def test_interventions_are_values(intervention: Intervention) -> None:
    other = pickle.loads(pickle.dumps(intervention))
    assert other == intervention
    assert hash(other) == hash(intervention)
    assert replace(other, on=not other.on) != intervention
    write(intervention).encode()  # no lone surrogates


@given(intervention=INTERVENTIONS, layers=st.none() | INDICES)
def test_a_clause_is_one_line_that_hides_nothing(intervention: Intervention, layers: int | None) -> None:
    assert describe(intervention, layers).isprintable()


@given(interventions=LISTS, length=st.integers(1, 1000))
def test_resolving_leaves_nothing_relative_to_the_prompt(interventions: tuple[Intervention, ...], length: int) -> None:
    resolved = resolve(interventions, length)
    assert len(resolved) == sum(each.on for each in interventions)
    assert all(each.on and each.positions.kind != "last" for each in resolved)
    assert resolve(resolved, length + 1) == resolved


# Any input


@given(text=st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example('L5R<"\ud83d"')
@example('L5R+4*"\\q"')
@example('L5R+4*"\\U0041"')
@example("L1D2=1" + "0" * 400)
@example("L1D2=" + "9" * 5000)
@example("L" + "9" * 5000 + "D2=0")
@example("L1D2@" + "9" * 5000 + "=0")
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse, parse_all):
        try:
            read(text)
        except InputError as error:
            assert_helpful(str(error), "Write it like L12D34=0")


@given(document=JSONS, intact=st.booleans())
def test_any_json_is_read_or_refused(document: object, intact: bool) -> None:
    text = json.dumps({"lmdash_interventions": 1, "interventions": [document]} if intact else document)
    try:
        from_json(text)
    except InputError as error:
        assert_helpful(str(error), 'Write it like {"lmdash')


def assert_helpful(message: str, example: str) -> None:
    assert "“" in message
    assert example in message
    assert message.isprintable()
    assert len(message) < 800


@pytest.mark.parametrize(
    "text",
    [
        "L5R" + " " * 99_990 + "x",
        'L5R+1*"' + '\\"' * 49_000,
        "L5R+1*[" + "1," * 49_000,
        "L1D2@" + "1," * 49_000,
        "L1D2=" + "1" * 99_000 + "x",
        "L1D2=0;" * 14_000,
        '"' * 99_999,
        "[" * 90_000,
        '{"lmdash_interventions": 1, "interventions": [' + "[" * 900 + "]" * 900 + "]}",
        '{"lmdash_interventions": 1, "interventions": [' + '{"site": ' * 900 + "1" + "}" * 900 + "]}",
        "x" * (LONGEST + 1),
    ],
    ids=lambda text: text[:8],
)
@pytest.mark.parametrize("read", [parse, parse_all, from_json])
def test_hostile_text_is_refused_soon(read: Callable[[str], object], text: str) -> None:
    start = time.process_time()
    with pytest.raises(InputError):
        read(text)
    assert time.process_time() - start < 1


def test_no_more_is_written_than_can_be_read() -> None:
    most = parse_all("L1D2=0\n" * MOST)
    assert from_json(to_json(most)) == parse_all(write_all(most)) == most
    long = [parse(f'L1R<"{"x" * 60_000}"')] * 2
    for write_many in (write_all, to_json):
        for interventions in ([*most, most[0]], long):
            with pytest.raises(InputError, match="at most 200 interventions and 100\u202f000 characters"):
                write_many(interventions)


# Names beside them


@given(every=LISTS, names=st.text(max_size=40).map(clean))
def test_names_travel_in_the_file_beside_the_interventions(every: tuple[Intervention, ...], names: str) -> None:
    text = to_json(every, names)
    assert from_json(text) == every
    assert names_from_json(text) == names


@pytest.mark.parametrize("text", ["", "[]", "{", '{"names": 3}', '{"lmdash_interventions": 1, "interventions": []}'])
def test_a_file_without_names_has_none(text: str) -> None:
    assert names_from_json(text) == ""
