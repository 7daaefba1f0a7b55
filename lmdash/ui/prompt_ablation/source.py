"""Where the prompts of a table come from: a box to paste into, a grid, or a file; all three hold the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pandas as pd
import streamlit as st

from lmdash.errors import InputError
from lmdash.ui.frame.interventions import kept_in_link
from lmdash.ui.kit.paste_box import paste_box
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.sheets import FILE_TYPES, Sheet, read_file, read_text, text_of_sheet, trimmed

TEXT, GRID, FILE = "Text", "Grid", "File"
FILE_MB = 5
LONGEST_IN_LINK = 2500  # characters, as the address writes them


@dataclass(frozen=True)
class Source:
    """A table that a person gives; ``name`` is its name in the address, ``columns`` those of the grid, the first of
    which a header must name, unless ``header`` says that the first row is one in any case; ``check`` refuses a file
    with an :class:`InputError`.
    """

    name: str
    label: str
    hint: str
    columns: tuple[str, ...]
    default: str
    header: bool = False
    check: Callable[[Sheet], object] = lambda _sheet: None

    @property
    def _kept(self) -> str:
        return f"_{self.name}_text"

    @property
    def _said(self) -> str:
        return f"_{self.name}_notes"

    @property
    def _shown(self) -> str:
        return f"_{self.name}_grid_shown"

    @property
    def text(self) -> str:
        """The rows as text: what was given last, here or by the link."""
        kept = st.session_state.get(self._kept, st.query_params.get(self.name))
        return self.default if kept is None else kept

    def put(self, text: str, notes: Sequence[str] = ()) -> None:
        """Have this text; for callbacks."""
        text, cut = trimmed(text, self.columns, header=self.header)
        st.session_state[self._kept] = text
        st.session_state[self._said] = (*notes, *cut)

    def draw(self) -> Sheet:
        """Draw the way of input that is chosen and give the rows; a problem is said and leaves what was there."""
        way = st.segmented_control(
            self.label,
            [TEXT, GRID, FILE],
            default=TEXT,
            required=True,
            key=f"{self.name}_from",
            bind="query-params",
            on_change=kept_in_link(f"{self.name}_from"),
            persist_state="session",
        )
        {TEXT: self._text_box, GRID: self._grid, FILE: self._file}[way]()
        sheet = read_text(self.text, self.columns, header=self.header)
        self._keep_in_link()
        for note in (*st.session_state.get(self._said, ()), *sheet.notes):
            say(note, tone="note")
        return sheet

    def _text_box(self) -> None:
        paste_box(self.label, self.text, key=f"{self.name}_box", hint=self.hint, on_text=self.put)

    def _grid(self) -> None:
        # Edits stay in the widget, on top of the frame that it began with; rows from elsewhere begin a new one.
        number, text, frame = st.session_state.get(self._shown, (0, None, None))
        if text != self.text or self._grid_key(number) not in st.session_state:
            number, text, frame = number + 1, self.text, self._frame()
        edited = st.data_editor(
            frame,
            key=self._grid_key(number),
            num_rows="dynamic",
            hide_index=True,
            height=260,
            column_config={name: st.column_config.TextColumn(name, default="") for name in frame},
        )
        if not edited.equals(frame) or text != self.text:
            self.put(_text_of_frame(edited))
        st.session_state[self._shown] = (number, self.text, frame)

    def _grid_key(self, number: int) -> str:
        return f"{self.name}_grid_{number}"

    def _frame(self) -> pd.DataFrame:
        sheet = read_text(self.text, self.columns, header=self.header)
        names = list(dict.fromkeys([*self.columns, *sheet.columns]))
        return pd.DataFrame({name: pd.Series(sheet.column(name), dtype="str") for name in names})

    def _file(self) -> None:
        key = f"{self.name}_file"
        st.file_uploader(
            f"A CSV or XLSX file, up to {FILE_MB} MB, whose first row names the columns: {', '.join(self.columns)}",
            type=list(FILE_TYPES),
            max_upload_size=FILE_MB,
            key=key,
            on_change=self._take_file(key),
        )
        error = st.session_state.get(f"{key}_error")
        if error:
            say(f"{error} The rows from before are kept.", tone="error", key=f"{key}_problem")

    def _take_file(self, key: str) -> Callable[[], None]:
        def callback() -> None:
            file = st.session_state[key]
            st.session_state.pop(f"{key}_error", None)
            if file is None:
                return
            try:
                sheet = read_file(file.name, file.getvalue())
                self.check(sheet)
            except InputError as error:
                st.session_state[f"{key}_error"] = str(error)
            else:
                self.put(text_of_sheet(sheet), sheet.notes)

        return callback

    def _keep_in_link(self) -> None:
        text = self.text
        if text == self.default or len(quote(text)) > LONGEST_IN_LINK:
            st.query_params.pop(self.name, None)
            if text != self.default:
                st.caption("This list is too long for the link: whoever opens it sees the examples instead.")
        elif st.query_params.get(self.name) != text:
            st.query_params[self.name] = text


def _text_of_frame(frame: pd.DataFrame) -> str:
    cells = frame.fillna("").astype(str)
    rows = tuple(tuple(row) for row in cells.itertuples(index=False) if any(cell.strip() for cell in row))
    return text_of_sheet(Sheet(tuple(map(str, cells.columns)), rows))
