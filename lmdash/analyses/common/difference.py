"""What did the interventions change?  One table minus another of the same rows."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def difference(changed: pd.DataFrame, plain: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """``changed`` with its number ``columns`` minus those of ``plain``; the rows of both belong together."""
    return changed.assign(**{column: changed[column] - plain[column] for column in columns})
