"""Forms of English verbs: third person, base form, and the past forms that look like others."""

from __future__ import annotations

from lmdash.analyses.output_checks.checks.dictionary import counts

BASE_IS_PAST = frozenset(
    "put let set cut hit shut read hurt cost cast spread split burst beat quit bet rid shed slit thrust upset bid wed "
    "forecast broadcast sweat fit knit".split()
)
IRREGULAR_PAST = frozenset(
    "was were had did went came ran saw said got made took gave found thought told became left felt brought began kept "
    "held wrote stood heard meant met paid sat spoke led grew lost fell sent built understood drew broke spent rose "
    "drove bought wore chose ate flew threw caught taught fought sought slept swept wept crept dealt dug drank sang "
    "sank swam rang sprang shook stole froze woke forgot forgave hid bit rode shone shot sold slid spun stuck stung "
    "struck swore tore won wound bent blew bled bred clung fed fled flung forbade hung knelt knew laid lent lit leapt "
    "lay dreamt learnt burnt spelt spilt smelt mistook overcame outran withdrew wove strode stank shrank".split()
)
IRREGULAR_PARTICIPLE = frozenset(
    "been done gone come run seen said got gotten made taken given found thought told become left felt brought begun "
    "kept held written stood heard meant met paid sat spoken led grown lost fallen sent built understood drawn broken "
    "spent risen driven bought worn chosen eaten flown thrown caught taught fought sought slept drunk sung sunk swum "
    "rung sprung shaken stolen frozen woken forgotten forgiven hidden bitten ridden shone shot sold slid spun stuck "
    "stung struck sworn torn won wound bent blown bled bred fed fled flung forbidden hung knelt known laid lain lent "
    "lit learnt burnt spelt mistaken overcome withdrawn woven born shown sewn sown proven".split()
)
# Verbs that are rarely nouns, for sentences whose verb the tagger took for a noun.
COMMON_VERBS = frozenset(
    "ask arrive become begin believe belong bring build buy carry catch choose come contain continue cook cost deliver "
    "describe die discover eat enjoy explain fall feel find follow forget get give go grow happen hate hear help hide "
    "hold include invite join keep know laugh learn leave lie listen live lose love make mean meet move need open own "
    "pay play promise pull push put reach read receive remember run say see seem sell send sing sit sleep speak stand "
    "stay sweep swim take teach tell think throw travel understand visit wait walk want wash watch wear win wish write "
    "jump bark bite boil break breathe climb close cry dance draw drink drive fly".split()
)
_THIRD = {"have": "has", "do": "does", "go": "goes", "be": "is"}
_BASE = {third: base for base, third in _THIRD.items()} | {
    "made": "make", "saw": "see", "seen": "see", "heard": "hear", "felt": "feel", "let": "let", "insisted": "insist",
    "had": "have", "helped": "help", "watched": "watch", "noticed": "notice", "suggested": "suggest",
    "demanded": "demand", "recommended": "recommend", "proposed": "propose", "asked": "ask", "required": "require",
}  # fmt: skip


def third_person(base: str) -> str:
    """``carry`` to ``carries``."""
    if base in _THIRD:
        return _THIRD[base]
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def base_form(third: str) -> str:
    """``carries`` to ``carry``; another form stays as it is, but for a few."""
    if third in _BASE:
        return _BASE[third]
    if third.endswith("ies") and len(third) > 4:
        return third[:-3] + "y"
    if third.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return third[:-2]
    if third.endswith("s") and not third.endswith("ss") and third[:-1] in counts():
        return third[:-1]
    return third
