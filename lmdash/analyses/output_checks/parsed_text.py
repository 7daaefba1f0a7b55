"""How does spaCy read this text?  Parts of speech, who depends on whom, and names: what displaCy draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lmdash.analyses.output_checks.check_texts import in_parts
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN, pipeline
from lmdash.models.loaded import LoadedModel
from lmdash.models.text.tokens import clean

MOST_CHARACTERS = 20_000  # of what is shown word by word


@dataclass(frozen=True, eq=False)
class ParsedText:
    """``tokens``: sentence, token, start, end (characters), pos, tag, label, head (row of the token it depends on),
    morph, entity.  ``entities``: start, end, words, label.  ``shown`` is the text that they are of, which ``cut`` says
    is not all of it.
    """

    shown: str
    tokens: pd.DataFrame
    entities: pd.DataFrame
    cut: bool

    def arcs(self, sentence: int) -> dict[str, list[dict[str, Any]]]:
        """Words and arcs of a sentence, as ``displacy.render(..., manual=True)`` takes them."""
        rows = self.tokens[self.tokens["sentence"] == sentence]
        first = int(rows.index[0]) if len(rows) else 0
        arcs = [
            {
                "start": min(at, head) - first,
                "end": max(at, head) - first,
                "label": label,
                "dir": "left" if at < head else "right",
            }
            for at, head, label in zip(rows.index, rows["head"], rows["label"], strict=True)
            if at != head and head in rows.index
        ]
        words = [{"text": text, "tag": pos} for text, pos in zip(rows["token"], rows["pos"], strict=True)]
        return {"words": words, "arcs": arcs}


def parsed_text(_model: LoadedModel | None, text: str, *, pipeline_name: str = BUILT_IN) -> ParsedText:
    """Read the first characters of a text; what a pipeline does not give is empty."""
    text = clean(text)
    shown = text[:MOST_CHARACTERS]
    rows, names, offset, sentence = [], [], 0, -1
    parts = list(in_parts(shown))
    for part, doc in zip(parts, pipeline(pipeline_name).docs(parts), strict=True):
        first = len(rows)
        starts = doc.has_annotation("SENT_START")
        for token in doc:
            if token.i == 0 or (starts and token.is_sent_start):
                sentence += 1
            place = offset + token.idx
            rows.append(
                [sentence, token.text, place, place + len(token), token.pos_, token.tag_, token.dep_,
                 first + token.head.i, str(token.morph), token.ent_type_]
            )  # fmt: skip
        names += [[offset + name.start_char, offset + name.end_char, name.text, name.label_] for name in doc.ents]
        offset += len(part)
    columns = ["sentence", "token", "start", "end", "pos", "tag", "label", "head", "morph", "entity"]
    tokens = pd.DataFrame(rows, columns=columns)
    return ParsedText(
        shown, tokens, pd.DataFrame(names, columns=["start", "end", "words", "label"]), len(text) > len(shown)
    )
