import numpy as np
import pytest
import torch
from hypothesis import given, settings

from lmdash.analyses.common.features import features, free
from lmdash.analyses.common.neutral import look, neutral_token
from lmdash.analyses.prompt_ablation.ablation import Cutting, Way, ablation, ablation_texts, cut
from lmdash.analyses.prompt_ablation.leaving_out import left_out
from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from tests.models.families import FAMILIES, tiny_model
from tests.models.tokenizers import ANY_TEXT, EXACT, tokenizer_of

TEXT = "The capital of France is Paris, and the cat sat"
TARGET = (11,)


def logits_of(model: LoadedModel, row) -> torch.Tensor:
    """What plain transformers says after a row, float64."""
    with torch.no_grad():
        return model.model(torch.tensor([row])).logits[0, -1].double()


def by_hand(model: LoadedModel, ids, row, token) -> tuple[float, float, int]:
    """Change of the token's log-probability (nats), divergence (bits) and the likeliest token."""
    before, after = (logits_of(model, each).log_softmax(-1) for each in (ids, row))
    bits = float((before.exp() * (before - after)).sum() / np.log(2))
    return float(after[token] - before[token]), bits, int(after.argmax())


def wrapped(plain, tokenizer, name="tiny") -> LoadedModel:
    return LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("way", list(Way))
def test_every_number_is_that_of_plain_transformers(name, way, tokenizer):
    model = wrapped(tiny_model(name, len(tokenizer)), tokenizer, name)
    ids = model.tokens.encode(TEXT).ids
    found = ablation(model, ids, Cutting(way=way, word="dogs"), TARGET)
    assert len(found.table) == len(found.rows) == len(TEXT.split())
    assert found.log_probability == pytest.approx(float(logits_of(model, ids).log_softmax(-1)[TARGET[0]]), abs=1e-4)
    for row, line in zip(found.rows, found.table.itertuples(), strict=True):
        delta, bits, top = by_hand(model, ids, row, TARGET[0])
        assert line.delta == pytest.approx(delta, abs=2e-4)
        assert line.kl_bits == pytest.approx(bits, abs=2e-4, rel=1e-3)
        assert line.id == top
        assert line.flips == (top != int(logits_of(model, ids).argmax()))
        assert line.probability == pytest.approx(np.exp(line.log_probability), rel=1e-6)


def test_left_out_words_are_the_text_without_them(tiny):
    ids = tiny.tokens.encode(TEXT).ids
    found = ablation(tiny, ids, Cutting(), TARGET)
    words = TEXT.split()
    for place, row in enumerate(found.rows):
        rest = " ".join(words[:place] + words[place + 1 :])
        assert tiny.tokens.decode(row) == rest
        assert row == tiny.tokens.encode(rest).ids
    assert found.table["last"].tolist() == [False] * (len(words) - 1) + [True]
    assert not any(found.fill)


def test_replaced_and_blanked_parts_keep_every_other_token(tiny):
    ids = tiny.tokens.encode(TEXT).ids
    for way in (Way.REPLACED, Way.BLANKED):
        found = ablation(tiny, ids, Cutting(way=way, word="dogs"), TARGET)
        for part, row in zip(found.parts, found.rows, strict=True):
            assert len(row) == len(ids)
            assert row[: part.start] == ids[: part.start]
            assert row[part.stop :] == ids[part.stop :]
            inside = row[part.start : part.stop]
            if way == Way.BLANKED:
                neutral = neutral_token(tiny)
                for own, other in zip(ids[part.start : part.stop], inside, strict=True):
                    assert (other == neutral) == (look(tiny, (own,)) != look(tiny, (neutral,)))  # never by itself
            else:
                word = tiny.tokens.encode_word(" dogs" if part.start else "dogs")  # with a space where the part had one
                assert inside[: len(word)] == word[: len(inside)]


@pytest.mark.parametrize("grouping", ["tokens", "sentences", "spans"])
def test_other_parts_are_taken_too(tiny, grouping):
    ids = tiny.tokens.encode("The cat sat. The dogs ran.").ids
    cutting = Cutting(grouping, spans="0-1,3")
    whole = features(tiny, ids, grouping, cutting.spans)
    parts = cut(tiny, ids, cutting)
    assert parts == tuple(whole[number] for number in free(whole))
    found = ablation(tiny, ids, cutting, TARGET)
    for part, row in zip(parts, found.rows, strict=True):
        rest = b"".join(
            tiny.tokens.bytes_of[index] for place, index in enumerate(ids) if not part.start <= place < part.stop
        )
        assert tiny.tokens.decode(row).lstrip(" ") == rest.decode().lstrip(" ")


@pytest.mark.parametrize("kind", EXACT)
def test_whatever_the_tokenizer_the_rest_is_read_as_if_it_had_been_typed(kind):
    tokenizer = tokenizer_of(kind)
    model = wrapped(tiny_model("llama", len(tokenizer)), tokenizer)
    ids = model.tokens.encode(TEXT).ids
    words = TEXT.split()
    found = ablation(model, ids, Cutting(), TARGET)
    assert len(found.rows) == len(words)
    for place, row in enumerate(found.rows):
        assert row == model.tokens.encode(" ".join(words[:place] + words[place + 1 :])).ids


@settings(max_examples=60, deadline=None)
@given(text=ANY_TEXT)
def test_leaving_a_token_out_loses_its_bytes_and_no_other(tiny, text):
    ids = tiny.tokens.encode(text).ids[:40]
    if all(index in tiny.tokens.special for index in ids):
        with pytest.raises(InputError, match="nothing to hide"):
            cut(tiny, ids, Cutting("tokens"))
        return
    of = tiny.tokens.bytes_of
    for part in cut(tiny, ids, Cutting("tokens")):
        row = left_out(tiny, ids, (part,))
        rest = b"".join(of[index] for index in ids[: part.start] + ids[part.stop :])
        left = b"".join(of[index] for index in row)
        # At the start a space has no word to belong to; of a text that is empty then, the start token is left.
        bare = rest.removeprefix(b" ") if part.start == 0 else rest
        assert left in (rest, bare) or (not bare and len(row) == 1)


def test_a_target_of_several_tokens_is_scored_in_a_row(tiny):
    ids = tiny.tokens.encode(TEXT).ids
    target = (5, 9, 31)
    found = ablation(tiny, ids, Cutting(way=Way.BLANKED), target)

    def log_probability(row):
        return sum(
            float(logits_of(tiny, row + target[:step]).log_softmax(-1)[token]) for step, token in enumerate(target)
        )

    for row, line in zip(found.rows, found.table.itertuples(), strict=True):
        assert line.delta == pytest.approx(log_probability(row) - log_probability(ids), abs=3e-4)
        assert line.id == int(logits_of(tiny, row).argmax())


@pytest.mark.parametrize("text", ["L1D7=4", "L1H2@last*0", "L0A@2:*0.5", "L2D5@0,9=3", 'L1R@last<"The cat"'])
@pytest.mark.parametrize("way", [Way.LEFT_OUT, Way.BLANKED])
def test_interventions_hold_in_every_row(tiny, text, way):
    ids = tiny.tokens.encode(TEXT).ids
    edits: Interventions = parse_all(text)
    found = ablation(tiny, ids, Cutting(way=way), TARGET, edits=edits)
    whole = tiny.logit_summary(ids, edits).last_logits.log_softmax(-1)[TARGET[0]]
    for row, line in zip(found.rows, found.table.itertuples(), strict=True):
        own = tiny.logit_summary(row, edits).last_logits.log_softmax(-1)[TARGET[0]]
        assert line.delta == pytest.approx(float(own - whole), abs=1e-4)


def test_the_last_part_is_set_apart(tiny):
    ids = tiny.tokens.encode(TEXT).ids
    found = ablation(tiny, ids, Cutting(), TARGET)
    last = found.table.index[-1]
    assert last not in found.inner.index
    assert last not in found.flips.index
    assert found.strongest.name == found.table["delta"].iloc[:-1].abs().idxmax()
    alone = ablation(tiny, tiny.tokens.encode("The").ids, Cutting(), TARGET)
    assert alone.strongest.name == 0
    assert alone.rows == (tiny.tokens.encode("").ids,)


def test_the_texts_are_those_of_a_generation(tiny):
    ids = tiny.tokens.encode(TEXT).ids
    rows = ablation(tiny, ids, Cutting(), TARGET).rows
    for row, text in zip(rows, ablation_texts(tiny, rows, 5), strict=True):
        steps = [step.id for step in tiny.generate(row, Sampling(), 5)]
        assert text == tiny.tokens.decode([index for index in steps if index not in tiny.tokens.special])


def test_steps_are_counted_and_a_stop_leaves_nothing_behind(tiny):
    ids = tiny.tokens.encode(TEXT).ids
    steps = []
    found = ablation(tiny, ids, Cutting(), (5, 9), on_step=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (2 * len(found.rows), 2 * len(found.rows))
    assert steps == sorted(steps)

    def stop(_done, _total):
        raise KeyboardInterrupt

    before = tiny.trace_anew(ids).final_residual
    with pytest.raises(KeyboardInterrupt):
        ablation(tiny, ids, Cutting(), TARGET, on_step=stop)
    assert torch.equal(tiny.trace_anew(ids).final_residual, before)


def test_what_makes_no_sense_is_refused(tiny):
    with pytest.raises(InputError, match="left out, replaced, blanked"):
        Cutting(way="burnt")
    with pytest.raises(InputError, match="No part is marked"):
        ablation(tiny, (1, 2, 3), Cutting("spans"), TARGET)
