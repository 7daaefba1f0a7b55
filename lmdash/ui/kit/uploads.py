"""A text of the person's own, for pages that read a corpus."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.corpus import Corpus

FILE_MB = 2


def uploaded_corpus(name: str, key: str) -> Corpus | None:
    """The text file that was chosen, as a corpus; None, with a sentence, until one with text in it is there."""
    file = st.file_uploader(
        f"A text file, up to {FILE_MB} MB", type=["txt", "md", "csv"], max_upload_size=FILE_MB, key=key
    )
    if file is None:
        st.info("Choose a text file. Each line is read as a separate text. The file is not stored.")
        return None
    corpus = Corpus.of_text(name, file.getvalue().decode("utf-8", "replace"))
    if not corpus.documents:
        st.info("That file has no text in it. Choose another one.")
        return None
    return corpus
