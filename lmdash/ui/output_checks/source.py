"""Where the checked texts come from: written by the model, pasted, or out of a file; and which checks are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lmdash.analyses.output_checks.check_texts import LONGEST_TEXT
from lmdash.analyses.output_checks.samples import MOST_SAMPLES, SampleRequest, plan
from lmdash.charts.numbers import count, plural
from lmdash.errors import InputError
from lmdash.models.text.tokens import clean
from lmdash.models.values import Chat
from lmdash.settings import settings
from lmdash.ui.frame.addresses.output_checks import (
    LENGTH,
    PASTED,
    PROMPTS,
    SEED,
    SOURCE,
    TEMPERATURE,
    TEXTS,
    Source,
)
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import number, segmented, slider, text_area
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.paste_box import paste_box
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.sheets import read_file

FILE_MB = 5
_LEFT_FOR, _FILE = "_prompt_of_a_finding", "_checked_file"


@dataclass(frozen=True)
class Written:
    """Texts that the model is to write: ``texts`` of each prompt with consecutive seeds; in a ``chat`` the prompts are
    messages in the model's chat format.
    """

    prompts: tuple[str, ...]
    texts: int
    new_tokens: int
    temperature: float
    seed: int
    chat: Chat | None = None

    def requests(self) -> tuple[SampleRequest, ...]:
        """Prompt and sampling of every text; the same seeds at any temperature."""
        count = self.texts * len(self.prompts)
        return plan(self.prompts, count, temperatures=(self.temperature,), seed=self.seed)


@dataclass(frozen=True)
class Given:
    """Texts that some other system wrote, and what had to be left out of them."""

    texts: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checking:
    """How texts are read and which checks are made."""

    pipeline: str
    checks: tuple[str, ...]


def choose_kind() -> Source:
    """Draw the choice of where the texts come from."""
    return segmented(SOURCE, "Texts to check", label_visibility="collapsed")


def choose_source(inputs: Inputs, kind: Source) -> Written | Given:
    """Draw the controls of that kind."""
    if kind is Source.PASTED:
        return _pasted()
    return _from_file() if kind is Source.FILE else _written(inputs)


def leave_for(prompts: Sequence[str], prompt: str) -> None:
    """The sidebar is about to hold ``prompt``, the text before a finding: the texts still go on from ``prompts``."""
    if prompts:
        PROMPTS.set("\n".join(prompt.replace("\n", "\\n") for prompt in prompts))
        st.session_state[_LEFT_FOR] = prompt


def _written(inputs: Inputs) -> Written:
    if st.session_state.get(_LEFT_FOR, inputs.prompt) != inputs.prompt:  # somebody chose another prompt meanwhile
        _own_prompt()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        texts = number(TEXTS, "Texts", help="How many texts per prompt, each with its own seed.")
        length = number(LENGTH, "Tokens per text", high=settings().max_new_tokens, help=GLOSSARY["token"])
        temperature = slider(TEMPERATURE, "Temperature", step=0.05, term="temperature")
        seed = number(SEED, "First seed", help=GLOSSARY["seed"], disabled=temperature == 0)
        with st.popover("Prompts", icon=":material/edit_note:"):
            typed = text_area(
                PROMPTS,
                "Prompts, one per line (`\\n` stands for a line break)",
                height=140,
                placeholder="the sidebar's prompt",
            )
    lines = [line.replace("\\n", "\n") for line in typed.split("\n") if line.strip()]
    prompts = tuple(dict.fromkeys(lines))[:MOST_SAMPLES]
    if prompts and prompts != (inputs.prompt,):
        with st.container(horizontal=True, vertical_alignment="center"):
            first, *others = prompts
            more = f" and {len(others)} more" if others else ""
            say("The texts continue ", (_short(first), "token"), f"{more}.", tone="small", key="own_prompts")
            st.button("Use the sidebar's prompt", icon=":material/undo:", type="tertiary", on_click=_own_prompt)
    if not PROMPTS.fits:
        st.caption(
            "These prompts are too long for the link: whoever opens it sees texts that continue the sidebar's prompt."
        )
    prompts = prompts or (inputs.prompt,)
    each = max(1, min(texts, MOST_SAMPLES // len(prompts)))
    if each < texts:
        st.caption(f"At most {MOST_SAMPLES} texts are written: {each} for each of the {len(prompts)} prompts.")
    if temperature == 0 and each > 1:
        st.caption("At temperature 0 the model always writes the same text, so one per prompt is enough.")
        each = 1
    return Written(prompts, each, length, temperature, seed, inputs.chat)


def _own_prompt() -> None:
    PROMPTS.clear()
    st.session_state.pop(_LEFT_FOR, None)


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:34]} … {text[-34:]}"


# Texts of other systems


def _pasted() -> Given:
    paste_box(
        "Text to check",
        PASTED.value,
        key="pasted_box",
        hint="Pasted text is checked right away; after typing, press Ctrl+Enter."
        + (" The text is in this page's link: whoever gets the link can read it." if PASTED.fits else ""),
        on_text=PASTED.set,
    )
    if not PASTED.fits:
        st.caption("This text is too long for the link: whoever opens it sees an example instead.")
    return _given([PASTED.value])


def _from_file() -> Given:
    file = st.file_uploader(
        f"A text file, or a table with one text per row (CSV or XLSX), up to {FILE_MB} MB",
        type=["txt", "md", "csv", "tsv", "xlsx"],
        max_upload_size=FILE_MB,
        key="checked_file",
    )
    if file is not None:
        try:
            st.session_state[_FILE] = _texts_of(file.name, file.getvalue())
        except InputError as error:
            say(f"{error}", tone="error", key="file_error")
    return _given(*st.session_state.get(_FILE, ((),)))


def _texts_of(name: str, data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of a file and what to say about it."""
    if name.lower().endswith((".txt", ".md")):
        return (data.decode("utf-8-sig", "replace"),), ()
    sheet = read_file(name, data)
    columns = {column: sheet.column(column) for column in sheet.columns}
    chosen = next(
        (column for column in columns if column.casefold() in ("text", "output", "answer", "generated")), None
    )
    why = "" if chosen else ", because it has the most text"
    chosen = chosen or max(columns, key=lambda column: sum(map(len, columns[column])))
    texts = tuple(cell for cell in columns[chosen] if cell.strip())
    return texts, (f"The column “{chosen}” is checked{why}.", *sheet.notes)


def _given(texts: Sequence[str], notes: Sequence[str] = ()) -> Given:
    notes = list(notes)
    if len(texts) > MOST_SAMPLES:
        notes.append(f"There are {count(len(texts))} texts: only the first {MOST_SAMPLES} are checked.")
    long = sum(len(text) > LONGEST_TEXT for text in texts[:MOST_SAMPLES])
    if long:
        what = "The text" if len(texts) == 1 else plural(long, "text")
        verb = "is" if long == 1 else "are"
        notes.append(f"{what} {verb} too long: only the first {count(LONGEST_TEXT)} characters are checked.")
    return Given(tuple(clean(text)[:LONGEST_TEXT] for text in texts[:MOST_SAMPLES]), tuple(notes))
