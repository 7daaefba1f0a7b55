"""A button that leads to another page, and says why it does not where that page does not work with the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.sitemap import PageInfo, why_not


def way_on(
    label: str,
    page: PageInfo,
    meaning: str,
    *,
    key: str,
    on_click: Callable[..., None],
    args: tuple[Any, ...] = (),
    icon: str = "",
    type: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """``meaning`` is what the click shows; the icon is the page's unless another is given."""
    reason = why_not(page, current().model)
    st.button(
        label,
        key=key,
        icon=icon or page.icon,
        type=type,
        disabled=bool(reason),
        help=f"Not with this model: {reason}." if reason else meaning,
        on_click=on_click,
        args=args,
    )
