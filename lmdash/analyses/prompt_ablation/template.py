"""One prompt with variables, as ``The capital of {country} is``, and all that it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product
from math import prod

_PLACE = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"\w[\w -]{0,39}")


def plain_name(name: str) -> str:
    """A variable's name as it is compared: without its case and the spaces around it."""
    return " ".join(name.split()).casefold()


def names_in(template: str) -> tuple[str, ...]:
    """What could be the name of a variable, each once, in order."""
    found: dict[str, str] = {}
    for match in _PLACE.finditer(template):
        name = match[1].strip()
        if _NAME.fullmatch(name):
            found.setdefault(plain_name(name), name)
    return tuple(found.values())


def used(template: str, declared: Iterable[str]) -> tuple[str, ...]:
    """Those of the declared variables that the template has."""
    there = {plain_name(match[1]) for match in _PLACE.finditer(template)}
    return tuple(name for name in declared if plain_name(name) and plain_name(name) in there)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its variables filled in; braces around anything else are text, also those inside a value."""
    by_name = {plain_name(name): value for name, value in values.items() if plain_name(name)}
    return _PLACE.sub(lambda match: by_name.get(plain_name(match[1]), match[0]), template)


def row_by_row(columns: Sequence[str], rows: Sequence[Sequence[str]], needed: Sequence[str]) -> list[dict[str, str]]:
    """The rows as values by column, those that lack a ``needed`` one left out."""
    filled = (dict(zip(columns, row, strict=True)) for row in rows)
    return [values for values in filled if all(values[name].strip() for name in needed)]


def crossed(
    columns: Sequence[str], rows: Sequence[Sequence[str]], needed: Sequence[str], most: int
) -> tuple[list[dict[str, str]], int]:
    """Every value of each needed variable with every one of the others: the first ``most``, and how many there are.

    A column that the template does not need goes with the needed one on its left, or with the first of them.
    """
    groups: list[list[int]] = []
    before: list[int] = []
    for place, name in enumerate(columns):
        if name in needed:
            groups.append([place])
        elif groups:
            groups[-1].append(place)
        else:
            before.append(place)
    if not groups:
        return [], 0
    leads = [group[0] for group in groups]
    groups[0] += before
    choices = []
    for lead, group in zip(leads, groups, strict=True):
        cells = {tuple(row[place] for place in group): None for row in rows if row[lead].strip()}
        choices.append([{columns[place]: cell for place, cell in zip(group, each, strict=True)} for each in cells])
    combined = (dict(pair for part in parts for pair in part.items()) for parts in product(*choices))
    return list(islice(combined, most)), prod(map(len, choices))
