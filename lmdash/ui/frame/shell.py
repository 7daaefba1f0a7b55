"""What stands around every page: configuration, menu, shared sidebar, and what is always in view.

``pages/`` also makes Streamlit serve each file by itself: the first visitor of a cold server gets the page without
``app.py``.  So every page begins with :func:`ensure`, which then draws the shell around the page instead.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from lmdash.errors import LmdashError
from lmdash.ui.frame import addresses, memory
from lmdash.ui.frame.conversation import show_moment
from lmdash.ui.frame.enter import enter_runs
from lmdash.ui.frame.one_entry import one_entry_a_click
from lmdash.ui.frame.share import show_comment
from lmdash.ui.frame.sidebar import draw_menu, draw_sidebar
from lmdash.ui.frame.sitemap import PAGES, START
from lmdash.ui.frame.top_bar import draw_top_bar
from lmdash.ui.frame.walks import draw_walk
from lmdash.ui.kit import address
from lmdash.ui.kit.sentence import say

ICON = Path(__file__).with_name("icon.png")  # a file: icons by name would be fetched from the network
STYLES = Path(__file__).with_name("everywhere.css")
_INSIDE = "_inside_shell"


def run() -> None:
    """Draw the shell, and within it the page that the address names."""
    memory.set_up()
    # The icon comes before the menu, or the browser asks a server elsewhere for the menu's own icon.
    st.set_page_config(page_icon=str(ICON), layout="centered")
    files = {
        page.name: st.Page(page.file, title=page.term, icon=page.icon, url_path=page.path, default=page is START)
        for page in PAGES
    }
    # Start is where no name is; its name leads there as well, without a redirect: that would be one more click back.
    also_start = st.Page(START.file, title=START.term, icon=START.icon, url_path=START.name, visibility="hidden")
    page = st.navigation([*files.values(), also_start], position="hidden")
    name = next((name for name, file in files.items() if file == page), START.name)
    asks = next(each.asks for each in PAGES if each.name == name)
    st.set_page_config(page_title=f"{asks} · lmdash")
    st.html(STYLES)
    if page_controls := find_spec(f"{addresses.__name__}.{name}"):  # known before the page that draws them has run
        import_module(page_controls.name)
    address.begin(name)
    address.leave()
    st.session_state[_INSIDE] = True
    try:
        draw_menu()
        draw_sidebar()
        enter_runs()
        one_entry_a_click()
        draw_top_bar(name)
        show_comment()
        show_moment()
        draw_walk()
        page.run()
    except LmdashError as error:
        say(str(error), tone="error")
    finally:
        st.session_state[_INSIDE] = False
        memory.tidy()
    address.finish()


def ensure() -> None:
    """First line of every page: make sure that the shell is around it."""
    if not st.session_state.get(_INSIDE, False):
        run()
        st.stop()
