"""Task families about what words mean: opposites, what things are, and words with two meanings."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from lmdash.demo.texts import vocabulary as words
from lmdash.demo.texts.grammar import Document, Sentence, held_out, sentence
from lmdash.demo.texts.lexicon import plural

OPPOSITE_PHRASINGS = (
    "The opposite of {a} is {b}.",
    "The opposite of {a} is {b}.",
    "{a} is the opposite of {b}.",
    "Not {a} but {b}.",
    "Q/NN: What is the opposite of {a}? A/NN: {b}.",
    "If it is not {a}, it may be {b}.",
    "{a} and {b} are opposites.",
    "The word {a} means the opposite of {b}.",
    "One/CD word is {a}, and its opposite is {b}.",
)


def opposite(rng: random.Random) -> Document:
    """Pairs of words with opposite meanings, both ways round."""
    phrasing = rng.choice(OPPOSITE_PHRASINGS)
    sentences = []
    for pair in rng.sample(words.OPPOSITES, rng.randint(1, 3)):
        a, b = pair if rng.random() < 0.5 else pair[::-1]
        sentences.append(sentence(phrasing, "opposite", "sing", a=a, b=b))
    return Document("opposite", tuple(sentences))


CATEGORIES = {
    "animal": words.ANIMALS,
    "fruit": words.FRUITS,
    "vegetable": words.VEGETABLES,
    "tool": words.TOOLS,
    "vehicle": words.VEHICLES,
    "instrument": words.INSTRUMENTS,
    "toy": words.TOYS,
    "piece of furniture": words.FURNITURE,
}
CATEGORY_PHRASINGS = (
    "A {thing} is a {category}.",
    "The {thing} is a {category}.",
    "Q/NN: What is a {thing}? A/NN: A {thing} is a {category}.",
    "Every {thing} is a {category}.",
    "I know/VBP that a {thing} is a {category}.",
)
COLORED = {
    "banana": "yellow", "lemon": "yellow", "sun": "yellow", "strawberry": "red", "cherry": "red", "tomato": "red",
    "carrot": "orange", "pumpkin": "orange", "orange": "orange", "cucumber": "green", "frog": "green", "leaf": "green",
    "lime": "green", "pea": "green", "crow": "black", "swan": "white", "tooth": "white", "egg": "white",
    "flamingo/NN": "pink", "penguin": "black and white", "coconut": "brown", "sky": "blue", "fire": "red",
    "pig": "pink", "elephant": "gray", "polar bear": "white",
}  # fmt: skip
COLOR_PHRASINGS = ("{things} are {color}.", "Most {things} are {color}.", "The color of a {thing} is {color}.",
                   "A {thing} is {color}.")  # fmt: skip
MADE_OF = {
    "window": "glass", "bottle": "glass", "table": "wood", "chair": "wood", "shelf": "wood", "key": "metal",
    "hammer": "metal", "coin": "metal", "book": "paper", "newspaper": "paper", "letter": "paper", "boot": "leather",
    "belt": "leather", "saddle/NN": "leather", "sweater": "wool", "scarf": "wool", "shirt": "cotton", "brick": "clay",
    "ring": "gold", "crown": "gold", "candle": "wax", "castle": "stone", "tire": "rubber/NN", "toast": "bread",
}  # fmt: skip
MADE_PHRASINGS = (
    "A {thing} is made of {material}.",
    "{things} are made of {material}.",
    "You need/VBP {material} to make a {thing}.",
    "The {thing} in the shop is made of {material}.",
)
FOUND_IN = {
    "book": "library", "bed": "bedroom/NN", "oven": "kitchen", "bread": "bakery", "doctor": "hospital", "cow": "farm",
    "teacher": "school", "train": "station", "plane": "airport", "painting": "museum", "money": "bank",
    "lion": "zoo", "actor": "theater", "tree": "forest", "boat": "harbor", "camel": "desert", "whale": "ocean",
    "monkey": "jungle", "rose": "garden", "waiter": "restaurant", "film": "cinema", "priest": "church",
}  # fmt: skip
FOUND_PHRASINGS = (
    "You can find {a} in the {place}.",
    "If you look/VBP for {a}, go to the {place}.",
    "We saw {a} in the {place}.",
    "Q/NN: Where can I find {a}? A/NN: In the {place}.",
)


def _definition(rng: random.Random) -> Sentence:
    shape = rng.random()
    if shape < 0.45:
        category = rng.choice(tuple(CATEGORIES))
        thing = rng.choice(CATEGORIES[category])
        return sentence(rng.choice(CATEGORY_PHRASINGS), "definition", "sing", thing=thing, category=category)
    table, slot, phrasings = rng.choice(
        (
            (COLORED, "color", COLOR_PHRASINGS),
            (MADE_OF, "material", MADE_PHRASINGS),
            (FOUND_IN, "place", FOUND_PHRASINGS),
        )
    )
    thing, value = rng.choice(tuple(table.items()))
    bare, _, tag = thing.partition("/")
    things = plural(bare) + ("/NNS" if tag else "")
    article = "" if thing in ("bread", "money") else "a "
    return sentence(rng.choice(phrasings), "definition", thing=thing, things=things, a=article + thing, **{slot: value})


def definition(rng: random.Random) -> Document:
    """What things are, which color they have, what they are made of and where they are."""
    return Document("definition", tuple(_definition(rng) for _ in range(rng.randint(1, 3))))


Sense = tuple[tuple[str, ...], tuple[str, ...]]


def _sense(subjects: str, answers: str) -> Sense:
    return tuple(subjects.split(", ")), tuple(answers.split(", "))


# For each word: what anybody may do with it, and by sense who does it and what is spoken of next.
TWO_MEANINGS: dict[str, tuple[tuple[str, ...], dict[str, Sense]]] = {
    "bank": (("walked to the bank", "stood at the bank", "came back from the bank"), {
        "river": _sense("fisherman, swimmer, frog, otter", "river, water, stream"),
        "money": _sense("clerk, banker, cashier, robber", "money, cash, coins")}),
    "bat": (("knew all about the bat", "came with the bat", "noticed the bat"), {
        "animal": _sense("explorer, zookeeper, owl, biologist", "cave, wings, night"),
        "game": _sense("batter, player, coach, umpire", "ball, game, team")}),
    "spring": (("loved the spring", "waited for the spring", "talked of the spring"), {
        "season": _sense("gardener, farmer, florist, bee", "flowers, blossom, sunshine"),
        "coil": _sense("mechanic, engineer, builder, driver", "machine, engine, wheel")}),
    "bark": (("noticed the bark", "knew about the bark", "wondered/VBD about the bark"), {
        "dog": _sense("puppy, kitten, postman/NN, robber", "dog, guard, yard/NN"),
        "tree": _sense("woodcutter, beetle, squirrel, carpenter", "tree, wood, forest")}),
    "match": (("waited for the match", "wanted the match", "talked about the match"), {
        "game": _sense("coach, player, footballer, referee", "ball, team, goal"),
        "fire": _sense("camper, cook, priest, hunter", "fire, candle, stove")}),
    "ring": (("came for the ring", "talked about the ring", "thought of the ring"), {
        "jewel": _sense("bride, groom, jeweler, queen", "gold, diamond, wedding"),
        "fight": _sense("boxer, fighter, referee, coach", "fight, gloves, punch")}),
    "nail": (("looked at the nail", "worked on the nail", "asked about the nail"), {
        "metal": _sense("carpenter, builder, handyman, painter", "hammer, wood, board"),
        "finger": _sense("beautician, bride, doctor, dancer", "finger, hand, polish")}),
    "seal": (("looked for the seal", "saw the seal", "asked about the seal"), {
        "animal": _sense("diver, zookeeper, shark, penguin", "sea, fish, ice"),
        "stamp": _sense("king, notary, lawyer, secretary", "letter, envelope, wax")}),
    "palm": (("looked at the palm", "touched the palm", "talked about the palm"), {
        "tree": _sense("islander, tourist, monkey, sailor", "beach, island, coconut"),
        "hand": _sense("gymnast, doctor, surgeon, nurse", "hand, finger, skin")}),
    "pitcher": (("looked at the pitcher", "waited for the pitcher", "knew the pitcher"), {
        "game": _sense("batter, fan, umpire, coach", "ball, game, team"),
        "jug": _sense("waiter, cook, hostess, guest", "milk, juice, water")}),
    "trunk": (("looked at the trunk", "touched the trunk", "pointed at the trunk"), {
        "elephant": _sense("zookeeper, lion, hunter, zebra", "elephant, tusk, animal"),
        "car": _sense("driver, mechanic, tourist, policeman/NN", "car, tire, luggage")}),
    "wave": (("waited for the wave", "noticed the wave", "talked about the wave"), {
        "sea": _sense("surfer, sailor, swimmer, fisherman", "sea, ocean, beach"),
        "signal": _sense("physicist, engineer, scientist, reporter", "radio, signal, sound")}),
    "crane": (("looked at the crane", "stood by the crane", "worked near the crane"), {
        "bird": _sense("birdwatcher, biologist, frog, hunter", "nest, feather, pond"),
        "machine": _sense("builder, worker, engineer, captain", "steel, building, tower")}),
    "mouse": (("looked for the mouse", "touched the mouse", "thought of the mouse"), {
        "animal": _sense("cat, kitten, owl, snake", "cheese, hole, tail"),
        "computer": _sense("programmer, manager, gambler, reporter", "computer, screen, keyboard")}),
    "bow": (("picked up the bow", "held the bow", "cleaned the bow"), {
        "archer": _sense("archer, hunter, soldier, knight/NN", "arrow, target, deer"),
        "music": _sense("violinist, musician, composer, singer", "violin, music, string")}),
    "cell": (("looked at the cell", "talked about the cell", "thought of the cell"), {
        "prison": _sense("prisoner, guard, judge, robber", "prison, wall, lock"),
        "body": _sense("biologist, doctor, nurse, scientist", "body, microscope, disease")}),
    "organ": (("looked at the organ", "worked on the organ", "knew about the organ"), {
        "music": _sense("organist, priest, composer, singer", "church, hymn, music"),
        "body": _sense("surgeon, doctor, nurse, butcher", "body, heart, bone")}),
    "pupil": (("looked at the pupil", "asked about the pupil", "was sure/JJ about the pupil"), {
        "school": _sense("teacher, headmaster, librarian, student", "class, school, homework"),
        "eye": _sense("optician, surgeon, doctor, nurse", "eye, lens, light")}),
    "star": (("looked at the star", "talked about the star", "wrote about the star"), {
        "sky": _sense("astronomer, sailor, shepherd/NN, poet", "sky, moon, night"),
        "film": _sense("actor, journalist, photographer, fan", "film, movie, stage")}),
}  # fmt: skip
CONTINUATIONS = (
    "and looked at the {answer}.",
    "and thought of the {answer}.",
    "and talked about the {answer}.",
    "and then asked about the {answer}.",
    "and pointed at the {answer}.",
    "and dreamed/VBD about the {answer}.",
    "because of the {answer}.",
    "and said something about the {answer}.",
    "and remembered the {answer}.",
)
OPENINGS = ("the {subject}", "yesterday the {subject}", "in the morning, the {subject}", "the old {subject}")


@dataclass(frozen=True)
class Meaning:
    """One way to say something with an ambiguous word; the subject settles the sense."""

    word: str
    sense: str
    subject: str
    action: str
    continuation: str

    @property
    def held_out(self) -> bool:
        """Whether training never has this subject and action with this continuation."""
        return held_out("two_meanings", self.sense, self.subject, self.action, self.continuation)

    @property
    def answers(self) -> tuple[str, ...]:
        """The words that may end the sentence in this sense."""
        return TWO_MEANINGS[self.word][1][self.sense][1]

    @property
    def wrong_answers(self) -> tuple[str, ...]:
        """The words that may end it in the other senses and not in this one."""
        senses = TWO_MEANINGS[self.word][1].values()
        return tuple(answer for _, answers in senses for answer in answers if answer not in self.answers)

    @classmethod
    def draw(cls, rng: random.Random, unseen: bool) -> Meaning:
        """A combination that training has, or one that it has not."""
        while True:
            word = rng.choice(tuple(TWO_MEANINGS))
            actions, senses = TWO_MEANINGS[word]
            sense = rng.choice(tuple(senses))
            meaning = cls(word, sense, rng.choice(senses[sense][0]), rng.choice(actions), rng.choice(CONTINUATIONS))
            if meaning.held_out == unseen:
                return meaning

    def say(self, opening: str, answer: str) -> Sentence:
        """The sentence."""
        subject = opening.replace("{subject}", self.subject)
        kind = f"two_meanings:{self.word}:{self.sense}"
        return sentence(f"{subject} {self.action} {self.continuation}", kind, "sing", answer=answer)


def two_meanings(rng: random.Random) -> Document:
    """Somebody does something with an ambiguous word, then speaks of what belongs to its sense."""
    sentences = []
    for _ in range(rng.randint(1, 2)):
        meaning = Meaning.draw(rng, unseen=False)
        sentences.append(meaning.say(rng.choice(OPENINGS), rng.choice(meaning.answers)))
    return Document("two_meanings", tuple(sentences))


FAMILIES: dict[str, Callable[[random.Random], Document]] = {
    "opposite": opposite,
    "definition": definition,
    "two_meanings": two_meanings,
}
