"""Every form is written, read back and said in English; nonsense gets a remedy."""

from __future__ import annotations

import json

import pytest

from lmdash.errors import InputError
from lmdash.models.interventions.files import from_json, to_json
from lmdash.models.interventions.text import (
    describe,
    parse,
    parse_all,
    write,
    write_all,
)

# Each form


@pytest.mark.parametrize(
    ("text", "canonical", "clause"),
    [
        ("l12d34 = 0.0", "L12D34=0", "neuron 34 of layer 12 set to 0"),
        ("L12D34=-1.50@LAST", "L12D34@last=-1.5", "neuron 34 of layer 12 set to −1.5, at the last token"),
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
        ("", "“”: This is not an intervention. Write it like"),
        ("L1D2=nan", "“L1D2=nan”: This is not an intervention"),
        ("x" * 61, "“" + "x" * 59 + "…”: "),
        ("L1D2=1e16", "The value must be a number from −1e15 to 1e15"),
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
        ({"site": {"part": "ffn", "layer": True}}, "The layer must be a whole number from 0 to 999\u202f999\u202f999"),
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
    with pytest.raises(InputError, match="this version of lmdash"):
        from_json(f'{{{version} "interventions": []}}')


def test_the_examples_in_messages_work() -> None:
    with pytest.raises(InputError) as refused:
        from_json("")
    assert write_all(from_json(str(refused.value).split("Write it like ")[1][:-1])) == "L3H5*0"
