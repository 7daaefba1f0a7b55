"""Where else was the model in a state like this?  Similar contexts in a corpus (exBERT, Hoover et al. 2020).

States share a large common part that makes all of them look alike, so the corpus' mean is taken off before the cosine.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lmdash.analyses.common.corpus import Corpus, Tags
from lmdash.analyses.common.stream import StreamPoint, state
from lmdash.analyses.common.tokens import labels
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

MOST_STATES = 20_000  # of one corpus
STATES_BYTES = 32 * 2**20  # what they may take, in float16
AROUND = 10  # tokens shown on either side


@dataclass(frozen=True, eq=False)
class CorpusStates:
    """The states of a corpus at one point, without those of first tokens, which attention uses as a resting place.

    ``states`` float16 [N, d], their ``mean`` float32 [d]; ``document`` and ``position`` [N] say where each is;
    ``tokens`` has the ids of every document read, ``names`` the labels of all ids, ``tags`` the part of speech of every
    token ('' where unknown).  ``whole`` says whether all of the corpus was read.
    """

    states: np.ndarray
    mean: np.ndarray
    document: np.ndarray
    position: np.ndarray
    tokens: tuple[Ids, ...]
    names: dict[int, str]
    tags: tuple[tuple[str, ...], ...]
    whole: bool

    @property
    def tagged(self) -> bool:
        """Whether parts of speech are known."""
        return any(map(any, self.tags))


def corpus_states(
    model: LoadedModel, corpus: Corpus, point: StreamPoint, on_step: Callable[[int, int], None] | None = None
) -> CorpusStates:
    """Read documents, without interventions, until :data:`MOST_STATES` or :data:`STATES_BYTES` is reached."""
    most = min(MOST_STATES, STATES_BYTES // (2 * model.info.width))
    states: list[np.ndarray] = []
    tokens, tags, kept = [], [], 0
    for number, text in enumerate(corpus.documents):
        if kept >= most:
            break
        ids = model.tokens.encode(text).ids
        read = state(model.trace_anew(ids), point)[1 : 1 + most - kept]
        states.append(read.half().numpy())
        tokens.append(ids)
        tags.append(_tags(model, ids, text, corpus.tags[number]) if corpus.tags else ("",) * len(ids))
        kept += len(read)
        if on_step and number % 20 == 0:
            done = max(kept / most, (number + 1) / len(corpus.documents))
            on_step(max(1, round(most * done)), most)
    lengths = [len(part) for part in states]
    stacked = np.concatenate(states) if states else np.zeros((0, model.info.width), np.float16)
    used = sorted({index for ids in tokens for index in ids})
    return CorpusStates(
        states=stacked,
        mean=stacked.mean(0, dtype=np.float32) if kept else np.zeros(model.info.width, np.float32),
        document=np.repeat(np.arange(len(tokens)), lengths),
        position=np.concatenate([np.arange(1, 1 + length) for length in lengths]) if lengths else np.zeros(0, int),
        tokens=tuple(tokens),
        names={index: token.label for index, token in zip(used, labels(model, used), strict=True)},
        tags=tuple(tags),
        whole=len(tokens) == len(corpus.documents),
    )


def _tags(model: LoadedModel, ids: Ids, text: str, words: Tags) -> tuple[str, ...]:
    """The part of speech of every token: of the word that its last byte belongs to; '' where that cannot be said."""
    sizes = [0 if index in model.tokens.special else len(model.tokens.bytes_of[index]) for index in ids]
    ends = np.cumsum(sizes) - (sum(sizes) - len(text.encode()))  # some tokenizers put a space before a text
    word_ends = [end for end, _ in words]
    places = [bisect_left(word_ends, end) for end in ends.tolist()]
    return tuple(
        words[place][1] if size and place < len(words) else "" for place, size in zip(places, sizes, strict=True)
    )


def similar_contexts(searched: CorpusStates, vector: np.ndarray, shown: int) -> pd.DataFrame:
    """The ``shown`` contexts whose states lie closest to ``vector`` [d], each text once.

    Columns: cosine (both without the corpus' mean), before, token, next, after, part_of_speech, next_part_of_speech,
    times (how often this text with this state is in the corpus).
    """
    centred = searched.states.astype(np.float32) - searched.mean
    wanted = vector - searched.mean
    sizes = np.linalg.norm(centred, axis=1) * np.linalg.norm(wanted)
    cosines = centred @ wanted / np.maximum(sizes, 1e-12)
    rows: dict[Ids, dict[str, Any]] = {}
    for place in np.argsort(-cosines, kind="stable").tolist():
        document, position = int(searched.document[place]), int(searched.position[place])
        ids = searched.tokens[document]
        text = ids[max(0, position - AROUND) : position + 2]
        if text in rows:
            rows[text]["times"] += 1
        elif len(rows) < shown:
            rows[text] = _context(searched, document, position) | {"cosine": float(cosines[place]), "times": 1}
        else:
            break
    columns = ["cosine", "before", "token", "next", "after", "part_of_speech", "next_part_of_speech", "times"]
    return pd.DataFrame(list(rows.values()), columns=columns)


def _context(searched: CorpusStates, document: int, position: int) -> dict[str, object]:
    names = [searched.names[index] for index in searched.tokens[document]]
    tags = searched.tags[document]
    return {
        "before": "".join(names[max(0, position - AROUND) : position]),
        "token": names[position],
        "next": "".join(names[position + 1 : position + 2]),
        "after": "".join(names[position + 2 : position + 2 + AROUND]),
        "part_of_speech": tags[position],
        "next_part_of_speech": "".join(tags[position + 1 : position + 2]),
    }


def parts_of_speech(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """How many of the found contexts have each part of speech: part_of_speech, count, most frequent first."""
    counts = found.loc[found[column] != "", column].value_counts()
    return pd.DataFrame({"part_of_speech": counts.index.to_numpy(), "count": counts.to_numpy()})
