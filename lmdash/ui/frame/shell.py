"""What stands around every page: configuration, menu, shared sidebar and share link.

``pages/`` also makes Streamlit serve each file by itself: the first visitor of a cold server gets the page without
``app.py``.  So every page begins with :func:`ensure`, which then draws the shell around the page instead.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import streamlit as st

from lmdash.errors import LmdashError
from lmdash.ui.frame import sidebar as inputs
from lmdash.ui.frame.sitemap import PAGES, START
from lmdash.ui.kit.sentence_and_strip import say

ICON = Path(__file__).with_name("icon.png")  # a file: icons by name would be fetched from the network
_INSIDE = "_inside_shell"


def run() -> None:
    """Draw the shell, and within it the page that the address names."""
    menu = {
        section: [
            st.Page(page.file, title=page.title, icon=page.icon, url_path=page.name, default=page is START)
            for page in pages
        ]
        for section, pages in groupby(PAGES, key=lambda page: page.section)
    }
    # The icon comes before the menu, or the browser asks a server elsewhere for the menu's own icon.
    st.set_page_config(page_icon=str(ICON), layout="centered")
    page = st.navigation(menu)
    st.set_page_config(page_title=f"{page.title} · lmdash")
    st.html("<style>.stMainBlockContainer { padding-top: 4.25rem; }</style>")  # the answer stands high on a phone too
    st.session_state[_INSIDE] = True
    try:
        inputs.draw_sidebar()
        link = st.sidebar.container()
        page.run()
        with link.expander("Share this page", icon=":material/link:"):
            st.caption("Whoever opens this link sees the same page with the same numbers.")
            st.code(inputs.share_link(), language=None, wrap_lines=True)
    except LmdashError as error:
        say(str(error), tone="error")
    finally:
        st.session_state[_INSIDE] = False


def ensure() -> None:
    """First line of every page: make sure that the shell is around it."""
    if not st.session_state.get(_INSIDE, False):
        run()
        st.stop()
