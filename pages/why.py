"""Why this word?  What the other pages say of one answer, measured and in five sentences."""

from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.errors import InputError
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.why import WORD
from lmdash.ui.frame.from_here import from_here
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.sitemap import ATTRIBUTIONS, FFN_INTERVENTIONS, HIDDEN_STATES, WHY
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.sentence import say
from lmdash.ui.why.question import question
from lmdash.ui.why.sentences import how_sure
from lmdash.ui.why.summary import summary

shell.ensure()

inputs = current()
page.head(WHY)
if inputs.target:
    segmented(WORD, "Which word is asked about")
try:
    asked = question(inputs)
    page.answer(inputs, *how_sure(asked, inputs.ask(next_token)))
    from_here(inputs, but=WHY)
    page.prompt_strip(inputs, inputs.ask(surprisal))
    summary(asked)
except InputError as error:
    say(str(error), tone="error", key="why_error")

page.how_to_read(
    "Each sentence was measured just now: words of the prompt were hidden, parts of the model were switched off, and "
    "the model was run again. The button beside it opens the page that shows more.",
    "“Usual” compares with six ordinary prompts, of which the same was asked: an effect is only worth a thought where "
    "it is larger than there.",
    "A hidden word is replaced by words that the model might write there itself. A part that is switched off writes "
    "nothing, at every token.",
    "Caution: a part that the answer needs need not be its cause; it may only pass something on.",
)
page.next_steps((ATTRIBUTIONS, HIDDEN_STATES, FFN_INTERVENTIONS), "What to try next")
