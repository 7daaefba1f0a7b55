"""Words that tell ``your`` from ``you're``: what can be owned, and what something or somebody can be."""

from __future__ import annotations

PERSONS = frozenset(
    "brother sister mother father mum mom dad son daughter wife husband uncle aunt cousin grandmother grandfather boss "
    "doctor teacher dentist neighbour neighbor parent child baby friend colleague".split()
)
THINGS = frozenset(
    "name email letter message address phone number car bike bicycle house flat room door window kitchen garden "
    "roof bed chair desk table computer laptop screen keyboard book bag coat hat shirt shoe sock jacket dress "
    "umbrella pen pencil key wallet purse ticket passport seat plate cup glass spoon fork knife dog cat horse bird "
    "tail paw leg arm hand foot finger head face nose ear eye mouth tooth hair neck wing beak claw fur nest cage "
    "leaf branch root flower cover page title colour color shape size price owner engine wheel battery school "
    "office trip journey holiday plan idea question answer opinion advice birthday party wedding project report "
    "account password order photo picture video song story dream mind heart voice life future past mistake problem "
    "meal breakfast lunch dinner soup soap tea coffee bread milk cheese help kindness patience support toy ball "
    "boat tent suitcase glove scarf ring watch camera recipe essay homework lesson exam course job salary contract "
    "signature capital flag border king queen history language people population author lid handle surface centre "
    "center end beginning purpose".split()
)
_IRREGULAR = {
    "children": "child", "wives": "wife", "knives": "knife", "leaves": "leaf", "feet": "foot", "teeth": "tooth",
    "glasses": "glass", "branches": "branch", "dresses": "dress", "watches": "watch", "addresses": "address",
    "scarves": "scarf", "wishes": "wish", "stories": "story", "parties": "party", "batteries": "battery",
}  # fmt: skip
# After “you're” and “it's” these are what somebody or something is, not what they own.
NOT_OWNED = frozenset(
    "home family fun kind history part proof people fine well right back toast top master welcome gold trouble number "
    "winter summer spring autumn fall time bedtime noon midnight night day morning evening lunchtime christmas easter "
    "water snow rain ice money food love luck nonsense magic war peace art business king queen end capital "
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday tonight".split()
)
ATTRIBUTES = frozenset(
    "new old big small little long short good bad best first last favourite favorite dear beautiful red blue green "
    "white black brown grey gray left right other next whole great young lovely broken dirty clean warm cold main "
    "famous older younger elder two three four".split()
)
# What somebody or something can be; the second ones are nouns, too (your right, its cold).
ADJECTIVES = frozenset(
    "wrong ready tired sorry sure happy sad lucky funny crazy beautiful nice okay ok hungry thirsty angry afraid busy "
    "able amazing great here there alone invited allowed supposed late early hard easy important true possible "
    "impossible clear sunny over strange difficult better worse fair free expensive cheap rude polite brave clever "
    "smart silly old tall strong weak glad proud safe married excited bored boring interesting obvious likely "
    "unlikely raining snowing windy cloudy warm hot wet dry full empty broken useless useful necessary terrible "
    "wonderful awful perfect done finished gone lost sick ill dangerous enough different lovely delicious mad "
    "everywhere worth called".split()
)
ADJECTIVES_OR_NOUNS = frozenset("right welcome well kind good cold dark fine sweet quiet best pretty young".split())


def singular(word: str) -> str:
    """The singular of a word of these lists; another word may lose its “s”."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def is_person(word: str) -> bool:
    """Whether it names somebody's relation: “you're friends” is as right as “your friends”."""
    return word in PERSONS or singular(word) in PERSONS


def is_owned(word: str) -> bool:
    """Whether it is a usual thing or relation to have."""
    return word in THINGS or singular(word) in THINGS or is_person(word)
