"""Where the checked texts come from: written by the model, pasted, or out of a file; and which checks are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import streamlit as st

from lmdash.analyses.output_checks.check_texts import LONGEST_TEXT
from lmdash.analyses.output_checks.samples import MOST_SAMPLES, SampleRequest, plan
from lmdash.charts.numbers import count
from lmdash.errors import InputError
from lmdash.models.text.tokens import clean
from lmdash.settings import settings
from lmdash.ui.frame.addresses.every_page import CHAT
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import CONTROL_WIDTH, slider
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.paste_box import paste_box
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.sheets import read_file

SOURCE, PASTED = "check_source", "text"
PROMPTS, TEXTS, LENGTH, TEMPERATURE, SEED = (
    "check_prompts", "check_texts", "check_length", "check_temperature", "check_seed",
)  # fmt: skip
SAMPLE, FINDING, AT = "sample", "finding", "at"
WRITES, PASTE, FILE = "The model writes", "Pasted text", "A file"
FILE_MB = 5
LONGEST_IN_LINK = 2500  # characters, as the address writes them
EXAMPLE = "The quick brown fox jump over the lazzy dog."
_LEFT_FOR, _SUBJECT = "_prompt_of_a_finding", "_texts_chosen_among"


@dataclass(frozen=True)
class Written:
    """Texts that the model is to write: ``texts`` of each prompt with seeds in a row; ``chat`` says that the prompts
    are messages in the model's chat format.
    """

    prompts: tuple[str, ...]
    texts: int
    new_tokens: int
    temperature: float
    seed: int
    chat: bool = False

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


def choose_kind() -> str:
    """Draw the choice of where the texts come from."""
    return st.segmented_control(
        "Texts to check",
        [WRITES, PASTE, FILE],
        default=WRITES,
        required=True,
        key=SOURCE,
        bind="query-params",
        persist_state="session",
        on_change=changed(SOURCE),
        label_visibility="collapsed",
    )


def choose_source(inputs: Inputs, kind: str) -> Written | Given:
    """Draw the controls of that kind."""
    if kind == PASTE:
        return _pasted()
    return _from_file() if kind == FILE else _written(inputs)


def changed(key: str) -> Callable[[], None]:
    """A callback for a control that makes other texts or findings: what was chosen among the old ones is forgotten."""

    def callback() -> None:
        st.session_state[key] = st.session_state[key]  # see kept_in_link
        forget_choice()

    return callback


def forget_choice() -> None:
    """Nothing is chosen among the texts and findings any more; for callbacks."""
    for name in (SAMPLE, FINDING, AT):
        st.query_params.pop(name, None)


def forget_choice_of_another(subject: str) -> None:
    """As :func:`forget_choice` where the texts are others than in the run before."""
    if st.session_state.get(_SUBJECT, subject) != subject:
        forget_choice()
    st.session_state[_SUBJECT] = subject


def leave_for(prompts: Sequence[str], prompt: str) -> None:
    """The sidebar is about to hold ``prompt``, the text before a finding: the texts still go on from ``prompts``."""
    if prompts:
        st.session_state[PROMPTS] = "\n".join(prompt.replace("\n", "\\n") for prompt in prompts)
        st.session_state[_LEFT_FOR] = (prompt, _is_chat())


def _is_chat() -> bool:
    return bool(st.session_state.get(CHAT)) or st.session_state.get(_LEFT_FOR, ("", False))[1]


def _written(inputs: Inputs) -> Written:
    left_for, _ = st.session_state.get(_LEFT_FOR, (inputs.prompt, False))
    if left_for != inputs.prompt:  # somebody chose another prompt meanwhile
        st.session_state.pop(_LEFT_FOR)
        st.session_state[PROMPTS] = ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        about = "How many texts of each prompt, each with a seed of its own."
        texts = _number("Texts", TEXTS, (1, MOST_SAMPLES, 5), about)
        most = settings().max_new_tokens
        length = _number("Tokens each", LENGTH, (1, most, min(40, most)), GLOSSARY["token"])
        temperature = slider("Temperature", 0.0, 2.0, 0.7, 0.05, key=TEMPERATURE, term="temperature")
        seed = _number(
            "First seed", SEED, (0, 2**31 - 1 - MOST_SAMPLES, 0), GLOSSARY["seed"], disabled=temperature == 0
        )
        with st.popover("Prompts", icon=":material/edit_note:"):
            typed = st.text_area(
                "Prompts, one a line (`\\n`: a new line in one)",
                key=PROMPTS,
                bind="query-params",
                persist_state="session",
                height=140,
                placeholder="the prompt of the sidebar",
                on_change=changed(PROMPTS),
            )
    lines = [line.replace("\\n", "\n") for line in (typed or "").split("\n") if line.strip()]
    prompts = tuple(dict.fromkeys(lines))[:MOST_SAMPLES]
    if prompts and prompts != (inputs.prompt,):
        with st.container(horizontal=True, vertical_alignment="center"):
            more = f" and {len(prompts) - 1} more" if len(prompts) > 1 else ""
            say("The texts go on from ", (_short(prompts[0]), "token"), f"{more}.", tone="small", key="own_prompts")
            st.button("Take the sidebar's prompt", icon=":material/undo:", type="tertiary", on_click=_own_prompt)
    prompts = prompts or (inputs.prompt,)
    each = max(1, min(texts or 1, MOST_SAMPLES // len(prompts)))
    if each < (texts or 1):
        st.caption(f"{MOST_SAMPLES} texts at most: {each} of each of the {len(prompts)} prompts.")
    if temperature == 0 and each > 1:
        st.caption("At temperature 0 nothing is drawn, so that one text of each prompt is enough.")
        each = 1
    return Written(prompts, each, length or 1, temperature, seed or 0, inputs.model.chat and _is_chat())


def _number(name: str, key: str, values: tuple[int, int, int], words: str, *, disabled: bool = False) -> int:
    """A narrow box for a whole number; ``values`` are the least, the most and the first."""
    return st.number_input(
        name,
        *values,
        key=key,
        bind="query-params",
        persist_state="session",
        help=words,
        width=CONTROL_WIDTH,
        disabled=disabled,
        on_change=changed(key),
    )


def _own_prompt() -> None:
    st.session_state[PROMPTS] = ""
    st.session_state.pop(_LEFT_FOR, None)


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:34]} … {text[-34:]}"


# Texts of other systems


def _pasted() -> Given:
    kept = st.session_state.get(_key(PASTED), st.query_params.get(PASTED))
    text = EXAMPLE if kept is None else kept
    paste_box(
        "A text that some other system wrote",
        text,
        key="pasted_box",
        hint="It is checked as soon as it is pasted; after typing, Ctrl+Enter. It is not kept.",
        on_text=_take_pasted,
    )
    if text != EXAMPLE and len(quote(clean(text))) <= LONGEST_IN_LINK:
        if st.query_params.get(PASTED) != text:
            st.query_params[PASTED] = text
    else:
        st.query_params.pop(PASTED, None)
        if text != EXAMPLE:
            st.caption("This text is too long for the link: whoever opens it sees an example instead.")
    return _given([text])


def _take_pasted(text: str) -> None:
    st.session_state[_key(PASTED)] = text
    forget_choice()


def _from_file() -> Given:
    file = st.file_uploader(
        f"A text file, or a table with a text a row (CSV, XLSX), up to {FILE_MB} MB",
        type=["txt", "md", "csv", "tsv", "xlsx"],
        max_upload_size=FILE_MB,
        key="checked_file",
    )
    if file is not None:
        try:
            st.session_state[_key(FILE)] = _texts_of(file.name, file.getvalue())
        except InputError as error:
            say(f"{error}", tone="error", key="file_error")
    return _given(*st.session_state.get(_key(FILE), ((),)))


def _texts_of(name: str, data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of a file and what to say about it."""
    if name.lower().endswith((".txt", ".md")):
        return (data.decode("utf-8-sig", "replace"),), ()
    sheet = read_file(name, data)
    columns = {column: sheet.column(column) for column in sheet.columns}
    chosen = next(
        (column for column in columns if column.casefold() in ("text", "output", "answer", "generated")), None
    )
    chosen = chosen or max(columns, key=lambda column: sum(map(len, columns[column])))
    texts = tuple(cell for cell in columns[chosen] if cell.strip())
    return texts, (f"The column “{chosen}” is checked: the one called “text”, or else the longest.", *sheet.notes)


def _given(texts: Sequence[str], notes: Sequence[str] = ()) -> Given:
    notes = list(notes)
    if len(texts) > MOST_SAMPLES:
        notes.append(f"There are {count(len(texts))} texts: the first {MOST_SAMPLES} are checked.")
    long = sum(len(text) > LONGEST_TEXT for text in texts[:MOST_SAMPLES])
    if long:
        what = "The text is" if len(texts) == 1 else f"{long} texts are"
        notes.append(f"{what} too long: the first {count(LONGEST_TEXT)} characters are checked.")
    return Given(tuple(clean(text)[:LONGEST_TEXT] for text in texts[:MOST_SAMPLES]), tuple(notes))


def _key(name: str) -> str:
    return f"_checked_{name}"
