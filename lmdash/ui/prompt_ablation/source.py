"""Where the prompts of a table come from: a box to paste into, a grid, or a file; all three hold the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lmdash.errors import InputError
from lmdash.ui.frame.addresses.prompt_ablation import Given
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.kinds import Choice, Parsed
from lmdash.ui.kit.paste_box import paste_box
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.sheets import FILE_TYPES, Sheet, read_file, read_text, text_of_sheet, trimmed

FILE_MB = 5


@dataclass(frozen=True)
class Source:
    """A table that a person gives in one of the ways ``given``; ``rows`` are as cells of a sheet are copied, and are
    those of ``default`` as long as the person gave none.

    ``columns`` are those of rows without a header, and ``header`` says that the first row is one in any case.  ``grid``
    gives the columns of the grid, and ``renamed`` gets the titles when other columns were given, None where text may or
    may not begin with them.
    """

    rows: Parsed[str | None]
    given: Choice[Given]
    label: str
    hint: str
    columns: tuple[str, ...]
    default: str
    header: bool = False
    grid: Callable[[Sheet], Sequence[str]] | None = None
    renamed: Callable[[Sequence[str] | None], object] = lambda _titles: None

    @property
    def text(self) -> str:
        """The rows as text: what was given last, here or by the link."""
        return self.default if self.rows.value is None else self.rows.value

    def put(self, text: str, notes: Sequence[str] = (), titles: tuple[str, ...] | None = None) -> None:
        """Have this text, whose first row is ``titles`` if they are given; for callbacks."""
        before = self._sheet().columns
        text, cut = trimmed(text, self.columns, header=self.header or titles is not None)
        self.rows.set(text)
        if before != (titles or self._sheet().columns):
            self.renamed(titles)
        st.session_state[self._own("notes")] = (*notes, *cut)

    def draw(self) -> Sheet:
        """Draw the way of input that is chosen and give the rows; a problem is said and leaves what was there."""
        ways = {Given.TEXT: self._text_box, Given.GRID: self._grid, Given.FILE: self._file}
        ways[segmented(self.given, self.label)]()
        sheet = self._sheet()
        if not self.rows.fits:
            st.caption("This list is too long for the link: whoever opens the link sees the examples instead.")
        for note in (*st.session_state.get(self._own("notes"), ()), *sheet.notes):
            say(note, tone="note")
        return sheet

    def _own(self, what: str) -> str:
        return f"_{self.rows.id}_{what}"

    def _sheet(self) -> Sheet:
        return read_text(self.text, self.columns, header=self.header)

    def _text_box(self) -> None:
        paste_box(self.label, self.text, key=f"{self.rows.name}_box", hint=self.hint, on_text=self.put)

    def _grid(self) -> None:
        # Edits stay in the widget, on top of the frame that it began with; rows from elsewhere begin a new one.
        number, text, frame = st.session_state.get(self._own("grid"), (0, None, None))
        if text != self.text or self._grid_key(number) not in st.session_state:
            number, text, frame = number + 1, self.text, self._frame()
        columns = {str(name): st.column_config.TextColumn(str(name), default="") for name in frame}
        edited = st.data_editor(
            frame,
            key=self._grid_key(number),
            num_rows="dynamic",
            hide_index=True,
            height=260,
            column_config=columns,
        )
        if not edited.equals(frame) or text != self.text:
            self.put(_text_of_frame(edited), titles=tuple(map(str, edited.columns)))
        st.session_state[self._own("grid")] = (number, self.text, frame)

    def _grid_key(self, number: int) -> str:
        return f"{self.rows.name}_grid_{number}"

    def _frame(self) -> pd.DataFrame:
        sheet = self._sheet()
        names = dict.fromkeys(self.grid(sheet) if self.grid else [*self.columns, *sheet.columns])
        return pd.DataFrame({name: pd.Series(sheet.column(name), dtype="str") for name in names})

    def _file(self) -> None:
        key = f"{self.rows.name}_file"
        st.file_uploader(
            f"A CSV or XLSX file, up to {FILE_MB} MB, whose first row names the columns: {', '.join(self.columns)}",
            type=list(FILE_TYPES),
            max_upload_size=FILE_MB,
            key=key,
            on_change=self._take_file,
            args=(key,),
        )
        error = st.session_state.get(self._own("error"))
        if error:
            say(f"{error} Your earlier rows are kept.", tone="error", key=f"{key}_problem")

    def _take_file(self, key: str) -> None:
        file = st.session_state[key]
        st.session_state.pop(self._own("error"), None)
        if file is None:
            return
        try:
            sheet = read_file(file.name, file.getvalue())
        except InputError as error:
            st.session_state[self._own("error")] = str(error)
        else:
            self.put(text_of_sheet(sheet), sheet.notes, sheet.columns)


def _text_of_frame(frame: pd.DataFrame) -> str:
    cells = frame.fillna("").astype(str)
    rows = tuple(tuple(row) for row in cells.itertuples(index=False) if any(cell.strip() for cell in row))
    return text_of_sheet(Sheet(tuple(map(str, cells.columns)), rows))
