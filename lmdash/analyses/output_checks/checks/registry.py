"""All checks, in the order in which they are listed."""

from __future__ import annotations

from lmdash.analyses.output_checks.checks.agreement import agreement
from lmdash.analyses.output_checks.checks.articles import article
from lmdash.analyses.output_checks.checks.confusion import confusion
from lmdash.analyses.output_checks.checks.facts import contradiction, entities
from lmdash.analyses.output_checks.checks.languages import language, variety
from lmdash.analyses.output_checks.checks.marks import brackets, quotes
from lmdash.analyses.output_checks.checks.numbers import numbers
from lmdash.analyses.output_checks.checks.repetition import loop, repeated_phrase, repeated_word
from lmdash.analyses.output_checks.checks.sentences import fragment, long_sentence, lower_case, missing_end
from lmdash.analyses.output_checks.checks.spelling import spelling
from lmdash.analyses.output_checks.checks.tenses import tense
from lmdash.analyses.output_checks.checks.values import ERROR, HINT, WARNING, Check

CHECKS: tuple[Check, ...] = (
    Check(
        "spelling",
        "Spelling",
        "Words that are not in an English dictionary; names, words of the prompt and anything with digits are ignored.",
        ERROR,
        spelling,
        "Misses wrong words that exist (“form” for “from”) and slips in words with a capital letter. It looks words up "
        "in a dictionary of its own, not in the pipeline's vocabulary.",
    ),
    Check(
        "agreement",
        "Subject and verb",
        "Verbs that do not agree with their subject: “the fox jump”, “they was”.",
        ERROR,
        agreement,
        "Depends on how the pipeline reads the sentence: long or unusual ones get a warning or no mark at all. Words "
        "that take both forms, such as team or family, are ignored.",
        needs="parser",
    ),
    Check(
        "article",
        "a or an",
        "“a” before a vowel sound, or “an” before a consonant sound; “a university” and “an hour” are right.",
        ERROR,
        article,
        "The sound is guessed from the spelling; words with two pronunciations (herb, historic) are ignored.",
    ),
    Check(
        "confusion",
        "Word mixed up",
        "A word in the place of one that looks or sounds like it: “better then me”, “your welcome”, “it's tail”; and "
        "“my sister and me” as a subject.",
        ERROR,
        confusion,
        "Marks clear cases only: then and than, your and you're, its and it's, their, there and they're, and object "
        "pronouns in a subject with “and”.",
    ),
    Check("repeated_word", "Repeated word", "The same word twice, one right after the other.", ERROR, repeated_word),
    Check(
        "loop",
        "Loop",
        "The same words at least three times, one after the other: the model is stuck.",
        ERROR,
        loop,
        "A song or a chant looks the same.",
    ),
    Check(
        "repeated_phrase",
        "Repeated phrase",
        "A whole sentence, or seven words and more, repeated from earlier in the text.",
        WARNING,
        repeated_phrase,
    ),
    Check(
        "brackets", "Brackets", "Brackets that are opened and not closed, or closed and not opened.", ERROR, brackets
    ),
    Check(
        "quotes",
        "Quotation marks",
        "Quotation marks that are opened and not closed, or closed and not opened.",
        ERROR,
        quotes,
    ),
    Check(
        "lower_case",
        "Small first letter",
        "Sentences that begin with a small letter, except where the text continues its prompt.",
        WARNING,
        lower_case,
    ),
    Check(
        "fragment",
        "Fragment",
        "Sentences of more than three words without a verb that says what happens.",
        HINT,
        fragment,
        "Depends on the pipeline's parts of speech; headlines are marked too.",
    ),
    Check("missing_end", "Missing end", "A text that stops in the middle of a sentence.", WARNING, missing_end),
    Check(
        "numbers",
        "Numbers",
        "“three (4)”, two different numbers (an error); the same number as a word here and in digits there (a hint).",
        HINT,
        numbers,
    ),
    Check(
        "tense",
        "Tense",
        "A verb in a different tense from the verb it is joined to, or from all the sentences around it.",
        HINT,
        tense,
        "A general truth inside a story (“the sun is hot”) looks the same.",
        needs="parser",
    ),
    Check(
        "contradiction",
        "Contradiction",
        "“The capital of X is A” and later “the capital of X is B”: one thing with two values.",
        WARNING,
        contradiction,
        "Reads only simple statements: “the … of … is …”, “…'s … is …” and ages.",
    ),
    Check(
        "entities",
        "New names",
        "People, places and organisations that the prompt does not name.",
        HINT,
        entities,
        "Needs a prompt. The pipeline guesses what is a name.",
        on=False,
        needs="entities",
    ),
    Check("long_sentence", "Long sentence", "Sentences of more than forty words.", HINT, long_sentence),
    Check(
        "variety",
        "Few words",
        "Fifty neighbouring words with fewer than 21 different ones among them; the worst fifty are marked.",
        HINT,
        variety,
        "Texts of fewer than fifty words are not checked.",
    ),
    Check(
        "language",
        "Not English",
        "Passages in another language or script, and long strings of letters without a space.",
        WARNING,
        language,
        "Passages of fewer than four words are not checked; languages that share words with English are easily missed.",
    ),
)
BY_NAME: dict[str, Check] = {check.name: check for check in CHECKS}
DEFAULT: tuple[str, ...] = tuple(check.name for check in CHECKS if check.on)
