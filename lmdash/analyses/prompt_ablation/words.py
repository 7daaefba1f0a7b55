"""The words that prompt variants exchange: first names, countries, gendered words, keys that lie side by side."""

from __future__ import annotations

FEMALE = tuple(
    "Mary Anna Emma Lucy Sarah Kate Jane Alice Emily Laura Julia Susan Linda Helen Nancy Carol Rachel Hannah Olivia "
    "Sophie Maria Nina Clara Lily".split()
)
MALE = tuple(
    "John Tom Peter Paul James David Michael Robert William Richard Thomas Charles Daniel Mark Andrew George Henry "
    "Adam Jack Simon Max Ben Oliver Felix".split()
)
COUNTRIES = (
    *"France Germany Italy Spain Portugal Poland Greece Norway Sweden Finland Denmark Austria Hungary Ireland Russia "
    "Ukraine Turkey Egypt Kenya Nigeria Morocco Ghana Ethiopia Canada Mexico Brazil Argentina Chile Peru Cuba China "
    "Japan India Iran Iraq Israel Thailand Vietnam Indonesia Pakistan Australia England Scotland Belgium Switzerland "
    "Romania Bulgaria Croatia Iceland Algeria Colombia".split(),
    "South Africa",
    "South Korea",
    "New Zealand",
)
_PAIRS = (
    "he she, him her, his her, himself herself, man woman, men women, boy girl, boys girls, father mother, dad mom, "
    "son daughter, brother sister, brothers sisters, husband wife, uncle aunt, king queen, prince princess, "
    "grandfather grandmother, grandpa grandma, nephew niece, actor actress, waiter waitress, gentleman lady, sir madam"
)
OTHER_GENDER: dict[str, str] = {}
for _pair in _PAIRS.split(", "):
    _male, _female = _pair.split()
    OTHER_GENDER[_male] = _female
    OTHER_GENDER.setdefault(_female, _male)  # her: him, the first that is named
AUXILIARIES = frozenset(
    "is are was were am has have had can could will would shall should may might must does do did".split()
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
KEYS: dict[str, str] = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, letter in enumerate(row)
}
"""The neighbours of each letter in its row of an English keyboard."""
