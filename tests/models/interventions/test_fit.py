"""Interventions are checked against a model, and “last” becomes a number."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lmdash.errors import InputError
from lmdash.models.interventions.text import (
    parse_all,
    write_all,
)
from lmdash.models.interventions.values import (
    resolve,
    validate,
)

INFO = SimpleNamespace(layers=6, heads=4, neurons=1024, width=2, context=512)
EXPERTS = SimpleNamespace(**vars(INFO) | {"neurons": 0})


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
        ("L2R+1*L6D0", "L2R: this model has value vectors in layers 0 to 5."),
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
    with pytest.raises(
        InputError, match=r"a mixture of experts has no fixed neurons; change the whole feed-forward part, as in L2F\*0"
    ):
        validate(parse_all(text), EXPERTS)


def test_last_becomes_a_number() -> None:
    interventions = parse_all('L1D2@last=0; !L1D3=0; L1R@last<"a"; L2R@last<"a"@3; L3R<"a"; L1D4@2:=0')
    assert write_all(resolve(interventions, 5)) == 'L1D2@4=0; L1R@4<"a"@last; L2R@4<"a"@3; L3R<"a"; L1D4@2:=0'
