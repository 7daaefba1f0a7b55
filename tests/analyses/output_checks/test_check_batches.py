"""Batches are summed up in sentences whose numbers are counts, and compared finding by finding."""

from __future__ import annotations

import pytest

from lmdash.analyses.output_checks.check_batches import batch_summary, compare_batches
from lmdash.analyses.output_checks.check_texts import check_texts
from lmdash.errors import InputError

LOOPS = "He said hello and hello and hello and hello and hello and hello."
FINE = "The cat sat on the mat."


def checked(*texts):
    return check_texts(None, texts)


def test_the_sentence_of_the_issue():
    summary = batch_summary(
        checked(*[LOOPS] * 6, *["I recieve it and recieve it."] * 4, "We recieve it.", *[FINE] * 9), "sample"
    )
    assert summary.sentence == "6 of 20 samples loop; the misspelling “recieve” 9 times."
    assert (summary.texts, summary.clean) == (20, 9)
    rows = summary.checks.set_index("check")
    assert rows.loc["loop", ["findings", "texts"]].tolist() == [6, 6]
    assert rows.loc["spelling", "findings"] == 9
    assert rows.loc["loop", "share"] == pytest.approx(0.3)


def test_one_text_and_nothing_wrong():
    assert "slip of spelling or grammar found in this text" in batch_summary(checked(FINE)).sentence
    assert "slip of spelling or grammar found in 2 texts" in batch_summary(checked(FINE, FINE)).sentence
    assert batch_summary(checked(LOOPS)).sentence == "1 of 1 text loops."


def test_many_misspellings_name_the_most_frequent():
    summary = batch_summary(checked("We recieve a lazzy wierd freind. We recieve it untill now."))
    assert summary.sentence.startswith("The misspellings “recieve” twice, ")
    assert summary.sentence.endswith("and 2 more.")


def test_findings_vanish_stay_and_come():
    before = checked("We recieve a lazzy dog. We recieve it.", FINE, LOOPS)
    after = checked("We receive a lazzy dog. We recieve it.", "He ate a apple.", FINE)
    compared = compare_batches(before, after)
    assert sorted(each.check for each in compared.vanished) == ["loop", "spelling"]
    assert [one.words for one, _ in compared.stayed] == ["lazzy", "recieve"] or len(compared.stayed) == 2
    assert [each.check for each in compared.new] == ["article"]
    rows = compared.checks.set_index("check")
    assert rows.loc["spelling", ["before", "after", "change"]].tolist() == [3, 2, -1]
    assert rows.loc["article", ["texts_before", "texts_after"]].tolist() == [0, 1]
    assert compared.changed == 3
    assert compared.sentence == "2 findings vanished, 2 stayed, 1 is new."


def test_the_same_batch_changes_nothing():
    batch = checked(LOOPS, "We recieve it")
    compared = compare_batches(batch, batch)
    assert (compared.vanished, compared.new, compared.changed) == ((), (), 0)
    assert len(compared.stayed) == len(batch.findings)


def test_a_missing_end_stays_a_missing_end_wherever_it_is():
    compared = compare_batches(checked("He opened the"), checked("We all went to"))
    assert (len(compared.vanished), len(compared.stayed), len(compared.new)) == (0, 1, 0)


def test_batches_that_do_not_belong_together_are_refused():
    with pytest.raises(InputError, match="do not belong together"):
        compare_batches(checked(FINE), checked(FINE, FINE))
    with pytest.raises(InputError, match="do not belong together"):
        compare_batches(checked(FINE), check_texts(None, (FINE,), checks=("spelling",)))
