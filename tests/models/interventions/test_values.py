"""Every intervention is written, read back, said in English and checked against a model; nonsense gets a remedy."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lmdash.errors import InputError
from lmdash.models.interventions.text import (
    LONGEST,
    MOST,
    describe,
    from_json,
    names_from_json,
    parse,
    parse_all,
    to_json,
    write,
    write_all,
)
from lmdash.models.interventions.values import (
    PARTS,
    Add,
    Intervention,
    Mean,
    Patch,
    Positions,
    Promote,
    Push,
    Scale,
    Set,
    Site,
    TokenDirection,
    ValueDirection,
    VectorDirection,
    resolve,
    validate,
)
from lmdash.models.text.tokens import clean

INFO = SimpleNamespace(layers=6, heads=4, neurons=1024, width=2, context=512)
EXPERTS = SimpleNamespace(**vars(INFO) | {"neurons": 0})

NUMBERS = st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15)
INDICES = st.integers(0, 999_999_999)
TEXTS = st.text(max_size=30) | st.text(st.sampled_from("\";\\\n\r\t @<!*L5R=0🙂トא\u2028\0'“\ud83d\ude42"), max_size=30)
DIRECTIONS = (
    st.builds(TokenDirection, TEXTS)
    | st.builds(ValueDirection, INDICES, INDICES)
    | st.builds(VectorDirection, st.lists(NUMBERS, min_size=1, max_size=5).map(lambda values: [*values, 1]))
)
ACTIONS = {
    Set: st.builds(Set, NUMBERS),
    Scale: st.builds(Scale, NUMBERS),
    Add: st.builds(Add, NUMBERS),
    Mean: st.builds(Mean),
    Promote: st.builds(Promote) | st.builds(Promote, NUMBERS),
    Push: st.builds(Push, NUMBERS, DIRECTIONS),
    Patch: st.builds(Patch, TEXTS, st.none() | st.integers(-1, 999_999_999)),
}
POSITIONS = (
    st.sampled_from([Positions(), Positions("last")])
    | st.builds(Positions, st.just("from"), st.tuples(INDICES))
    | st.builds(Positions, st.just("list"), st.lists(INDICES, min_size=1, max_size=5))
)
INTERVENTIONS = st.sampled_from(list(PARTS)).flatmap(
    lambda part: st.builds(
        Intervention,
        st.builds(Site, st.just(part), INDICES, INDICES if PARTS[part].many else st.none()),
        st.one_of(*(ACTIONS[kind] for kind in PARTS[part].actions)),
        POSITIONS,
        st.booleans(),
    )
)
LISTS = st.lists(INTERVENTIONS, max_size=5).map(tuple)
# Texts that are nearly right: pieces of the grammar in any order.
PIECES = 'L 5 D H R A F @ last , : = mean * + - ^ < > " "a" [ ] 1e9 1e999 ٣ ! ; \n \\ . L1D2 L5R 99999999999'.split(" ")
JSONS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([*PARTS, "set", "all"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("site action positions on kind part layer index value values direction self".split()),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


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
    start = time.perf_counter()
    with pytest.raises(InputError):
        read(text)
    assert time.perf_counter() - start < 1


def test_no_more_is_written_than_can_be_read() -> None:
    most = parse_all("L1D2=0\n" * MOST)
    assert from_json(to_json(most)) == parse_all(write_all(most)) == most
    long = [parse(f'L1R<"{"x" * 60_000}"')] * 2
    for write_many in (write_all, to_json):
        for interventions in ([*most, most[0]], long):
            with pytest.raises(InputError, match="keep at most 200 interventions, 100000 characters"):
                write_many(interventions)


# Each form


@pytest.mark.parametrize(
    ("text", "canonical", "clause"),
    [
        ("l12d34 = 0.0", "L12D34=0", "neuron 34 of layer 12 set to 0"),
        ("L12D34=-1.50@LAST", "L12D34@last=-1.5", "neuron 34 of layer 12 set to -1.5, at the last token"),
        ("L12D34 * 0", "L12D34*0", "neuron 34 of layer 12 switched off"),
        ("L12D34*2@3:", "L12D34@3:*2", "neuron 34 of layer 12 multiplied by 2, from token 3 on"),
        ("L12D34+.5", "L12D34+0.5", "neuron 34 of layer 12 raised by 0.5"),
        ("L12D34 - 1e-7", "L12D34-1e-07", "neuron 34 of layer 12 lowered by 1e-07"),
        ("L1D2=Mean", "L1D2=mean", "neuron 2 of layer 1 set to its mean over a reference text"),
        (
            "L1D2^1.1",
            "L1D2^",
            "neuron 2 of layer 1 made to write 1.1 times as much as the strongest neuron of its layer",
        ),
        ("L1D2^2", "L1D2^2", "neuron 2 of layer 1 made to write 2 times as much as the strongest neuron of its layer"),
        ("! L3H5 @ 5, 1,2,2 *0", "!L3H5@1,2,5*0", "head 5 of layer 3 switched off, at tokens 1, 2 and 5"),
        ("L3H5@7=mean", "L3H5@7=mean", "head 5 of layer 3 set to its mean over a reference text, at token 7"),
        ("L2a*0", "L2A*0", "the attention of layer 2 switched off"),
        ("L2f*.5", "L2F*0.5", "the feed-forward part of layer 2 multiplied by 0.5"),
        (
            'L5R+4*" music"',
            'L5R+4*" music"',
            "the residual stream entering layer 5 pushed towards “ music” with strength 4",
        ),
        ('L5A-4*"\t"', 'L5A-4*"\\t"', "the attention of layer 5 pushed away from “\\t” with strength 4"),
        (
            "L5R + 4 * l2 d117",
            "L5R+4*L2D117",
            "the residual stream entering layer 5 pushed towards what neuron 117 of layer 2 writes with strength 4",
        ),
        (
            "L5F+1*[ .10 , -2 ]@last",
            "L5F@last+1*[0.1,-2]",
            "the feed-forward part of layer 5 pushed towards a vector of 2 numbers with strength 1, at the last token",
        ),
        ('L3H5<"A;\\"B"', 'L3H5<"A;\\"B"', 'head 5 of layer 3 replaced by its value at the same token of “A;"B”'),
        ('L3H5@1 < "A" @ 3', 'L3H5@1<"A"@3', "head 5 of layer 3 replaced by its value at token 3 of “A”, at token 1"),
        ('L3H5<"A"@Last', 'L3H5<"A"@last', "head 5 of layer 3 replaced by its value at the last token of “A”"),
        (
            'L3H5@last<"A"',
            'L3H5@last<"A"',
            "head 5 of layer 3 replaced by its value at the last token of “A”, at the last token",
        ),
    ],
)
def test_forms(text: str, canonical: str, clause: str) -> None:
    [intervention] = parse_all(f"; {text} ;\r\n")
    assert write(intervention) == canonical
    assert describe(intervention, layers=6) == clause


def test_json_has_named_fields() -> None:
    [row] = json.loads(to_json([parse('L5R@last<"A"@3')]))["interventions"]
    assert row == {
        "site": {"part": "residual", "layer": 5},
        "action": {"kind": "patch", "prompt": "A", "position": 3},
        "positions": {"kind": "last", "values": []},
        "on": True,
    }


# What is refused, and with which remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "“”: This is no intervention. Write it like"),
        ("L1D2=nan", "“L1D2=nan”: This is no intervention"),
        ("x" * 61, "“" + "x" * 59 + "…”: "),
        ("L1D2=1e16", "The value must be a number from -1e15 to 1e15"),
        ("L3H=mean", "A layer has several heads: give its number, as in L2H3"),
        ("L5R3*0", "A layer has one residual stream: write L5R"),
        ("L3H5=0", 'this head takes L3H5*0 (scale), L3H5=mean (mean), L3H5<"A prompt" (patch)'),
        ("L5R*0", 'this residual stream takes L5R+4*" music" (push), L5R<"A prompt" (patch)'),
        ("L5A=mean", "this attention takes L5A*0 (scale), L5A+4*"),
        (
            'L1D2+4*"a"',
            "this neuron takes L1D2=0 (set), L1D2*0 (scale), L1D2+1 (add), L1D2=mean (mean), L1D2^ (promote)",
        ),
        ("L5R+1*[0,-0]", "give at least one other number, as in [0.1,-0.2]"),
        ('L5R<"A"@3:', 'Write the tokens once, after the part, as in L5R@3<"A prompt"@4'),
        ("L1D2@1=0@2", "Write the tokens once"),
    ],
)
def test_text_is_refused_with_a_remedy(text: str, remedy: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(text)
    assert remedy in str(refused.value)


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        ({}, "“{}”: These are not the fields of an intervention. Write it like"),
        ({"site": {"part": "eye", "layer": 1}}, "must be one of neuron, head, residual, attention, ffn"),
        ({"site": {"part": "ffn", "layer": True}}, "The layer must be a whole number from 0 to 999999999"),
        ({"site": {"part": "neuron", "layer": 1, "index": -1}}, "give its number"),
        ({"site": {"part": "ffn", "layer": 1}, "action": {"kind": "scale", "factor": "0"}}, "factor must be a number"),
        ({"site": {"part": "ffn", "layer": 1}, "action": {"kind": "scale", "factor": 10**400}}, "must be a number"),
        ({"site": {"part": "ffn", "layer": 1}, "action": {"kind": "shrink"}}, "not the fields"),
        ({"positions": {"kind": "from", "values": [1, 2]}}, "from one on (@3:)"),
        ({"positions": {"kind": "list"}}, "a list of them (@1,2,5)"),
        ({"positions": {"kind": "all", "values": [1]}}, "Choose all tokens"),
        ({"positions": {"kind": "list", "values": 3}}, "The values must be a list of numbers"),
        ({"on": 1, "site": {"part": "ffn", "layer": 1}, "action": {"kind": "mean"}}, "The on must be true or false"),
    ],
)
def test_json_is_refused_with_a_remedy(row: object, remedy: str) -> None:
    with pytest.raises(InputError) as refused:
        from_json(json.dumps({"lmdash_interventions": 1, "interventions": [row]}))
    assert remedy in str(refused.value)


@pytest.mark.parametrize("version", ['"lmdash_interventions": 2,', ""])
def test_another_version_is_refused(version: str) -> None:
    with pytest.raises(InputError, match="this version of lmdash reads"):
        from_json(f'{{{version} "interventions": []}}')


def test_the_examples_in_messages_work() -> None:
    with pytest.raises(InputError) as refused:
        from_json("")
    assert write_all(from_json(str(refused.value).split("Write it like ")[1][:-1])) == "L3H5*0"


# Against a model


@pytest.mark.parametrize(
    "text",
    ["L5D1023=0", "L5H3*0", 'L6R+1*"a"', "L0A*0", "L5R+1*[1,2]", "L5R+1*L5D1023", 'L5R@511:<"a"@511', "L0F@last*0"],
)
def test_what_the_model_has_is_accepted(text: str) -> None:
    validate(parse_all(text), INFO)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("L12D34=0", "L12D34: this model has layers 0 to 5."),
        ("!L6A*0", "L6A: this model has layers 0 to 5."),
        ('L7R+1*"a"', "L7R: the residual stream can be changed at layers 0 to 6."),
        ("L2D9999=0", "L2D9999: layer 2 has neurons 0 to 1023."),
        ("L2H4*0", "L2H4: layer 2 has heads 0 to 3."),
        ("L2R+1*[1]", "L2R: a direction of this model has 2 numbers, not 1."),
        ("L2R+1*L6D0", "L2R: this model has value vectors of layers 0 to 5."),
        ("L2R+1*L5D1024", "L2R: layer 5 has neurons 0 to 1023."),
        ("L2A@1,512*0", "L2A: this model reads tokens 0 to 511."),
        ('L2A<"a"@512', "L2A: this model reads tokens 0 to 511."),
    ],
)
def test_what_the_model_lacks_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        validate(parse_all(text), INFO)
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["L2D0=0", "L5R+1*L2D0"])
def test_a_mixture_of_experts_has_no_neurons(text: str) -> None:
    with pytest.raises(InputError, match=r"a mixture of experts has no fixed neurons; change all of it, as in L2F\*0"):
        validate(parse_all(text), EXPERTS)


def test_last_becomes_a_number() -> None:
    interventions = parse_all('L1D2@last=0; !L1D3=0; L1R@last<"a"; L2R@last<"a"@3; L3R<"a"; L1D4@2:=0')
    assert write_all(resolve(interventions, 5)) == 'L1D2@4=0; L1R@4<"a"@last; L2R@4<"a"@3; L3R<"a"; L1D4@2:=0'


@given(every=LISTS, names=st.text(max_size=40).map(clean))
def test_names_travel_in_the_file_beside_the_interventions(every: tuple[Intervention, ...], names: str) -> None:
    text = to_json(every, names)
    assert from_json(text) == every
    assert names_from_json(text) == names


@pytest.mark.parametrize("text", ["", "[]", "{", '{"names": 3}', '{"lmdash_interventions": 1, "interventions": []}'])
def test_a_file_without_names_has_none(text: str) -> None:
    assert names_from_json(text) == ""
