"""A continuation is consistent in itself and with the generation that it shows."""

from __future__ import annotations

import numpy as np
import pytest

from lmdash.analyses.next_token.continuation import Continuation, continuation
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling

SAMPLED = Sampling(temperature=1.0, seed=4)
Ids = tuple[int, ...]


@pytest.fixture(scope="module")
def ids(tiny: LoadedModel) -> Ids:
    return tiny.tokens.encode("The capital of France is").ids


@pytest.fixture(params=[Sampling(), SAMPLED], ids=["greedy", "sampled"])
def result(request: pytest.FixtureRequest, tiny: LoadedModel, ids: Ids) -> Continuation:
    return continuation(tiny, ids, request.param, new_tokens=12)


def test_the_text_is_that_of_its_tokens(tiny: LoadedModel, result: Continuation) -> None:
    assert len(result.tokens) == len(result.probability) == len(result.rank) == len(result.alternatives) == 12
    assert result.text == tiny.tokens.decode(result.ids)
    assert (result.forced, result.stopped) == (0, "length")


def test_numbers_are_those_of_the_generation(tiny: LoadedModel, ids: Ids, result: Continuation) -> None:
    sampling = Sampling() if (result.rank == 1).all() else SAMPLED
    steps = tiny.generate(ids, sampling, 12)
    assert result.ids == tuple(step.id for step in steps)
    assert result.probability == pytest.approx(np.exp([step.log_probability for step in steps]))
    assert result.rank.tolist() == [step.rank + 1 for step in steps]


def test_the_chosen_token_stands_in_its_alternatives_at_its_rank(result: Continuation) -> None:
    for token, probability, rank, table in zip(
        result.tokens, result.probability, result.rank, result.alternatives, strict=True
    ):
        assert table["rank"].tolist() == list(range(1, 11))
        assert table["probability"].is_monotonic_decreasing
        if rank <= len(table):
            row = table.iloc[rank - 1]
            assert (row["id"], row["token"]) == (token.id, token.label)
            assert row["probability"] == pytest.approx(probability)
        else:
            assert token.id not in table["id"].tolist()
            assert probability <= table["probability"].min()


def test_greedy_chooses_the_first_rank_and_sampling_others_too(tiny: LoadedModel, ids: Ids) -> None:
    assert (continuation(tiny, ids, Sampling(), new_tokens=12).rank == 1).all()
    assert not (continuation(tiny, ids, SAMPLED, new_tokens=12).rank == 1).all()


def test_a_forced_branch_is_taken_and_continued(tiny: LoadedModel, ids: Ids) -> None:
    start = continuation(tiny, ids, Sampling(), new_tokens=3)
    other = int(start.alternatives[2]["id"][1])  # the second choice at the third step
    branch = continuation(tiny, ids, Sampling(), new_tokens=8, forced=(*start.ids[:2], other))
    assert branch.ids[:3] == (*start.ids[:2], other)
    assert branch.forced == 3
    assert branch.rank[:3].tolist() == [1, 1, 2]
    assert branch.probability[2] == pytest.approx(start.alternatives[2]["probability"][1], rel=1e-5)
    assert branch.ids[3:] == continuation(tiny, ids + branch.ids[:3], Sampling(), new_tokens=5).ids


def test_the_end_token_stops_and_is_no_text(tiny: LoadedModel, ids: Ids) -> None:
    end = tiny.tokenizer.eos_token_id
    result = continuation(tiny, ids, Sampling(), new_tokens=10, forced=(5, end, 6))
    assert (result.ids, result.forced, result.stopped) == ((5, end), 2, "end")
    assert result.tokens[-1].special
    assert result.text == tiny.tokens.decode((5,))


def test_the_end_token_at_the_last_step_is_an_end(tiny: LoadedModel, ids: Ids) -> None:
    result = continuation(tiny, ids, Sampling(), new_tokens=1, forced=(tiny.tokenizer.eos_token_id,))
    assert (result.stopped, result.text) == ("end", "")


@pytest.mark.parametrize(("room", "stopped"), [(0, "context"), (3, "context"), (4, "length"), (5, "length")])
def test_the_context_stops_it(tiny: LoadedModel, room: int, stopped: str) -> None:
    result = continuation(tiny, (5,) * (64 - room), Sampling(), new_tokens=4, forced=(6,) * 9)
    assert (len(result.tokens), result.forced, result.stopped) == (min(room, 4), min(room, 4), stopped)


def test_without_room_there_is_an_empty_result(tiny: LoadedModel) -> None:
    result = continuation(tiny, (5,) * 64, Sampling(), new_tokens=4)
    assert (result.text, result.ids, len(result.frame())) == ("", (), 0)


def test_the_frame_has_a_row_a_step(result: Continuation) -> None:
    frame = result.frame()
    assert list(frame.columns[:7]) == ["step", "token", "id", "probability", "rank", "choice_1", "probability_1"]
    assert frame["step"].tolist() == list(range(1, 13))
    assert frame["id"].tolist() == list(result.ids)
    assert frame["choice_2"][0] == result.alternatives[0]["token"][1]
    assert frame["probability_2"][0] == result.alternatives[0]["probability"][1]


def test_it_can_be_watched_and_stopped(tiny: LoadedModel, ids: Ids) -> None:
    seen: list[tuple[int, int]] = []

    def on_step(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        continuation(tiny, ids, Sampling(), new_tokens=5, forced=(5,) * 5, on_step=on_step)
    assert seen == [(1, 5), (2, 5)]
