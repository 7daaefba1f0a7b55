"""Hidden states: how the answer forms from layer to layer, what moved it, and the states themselves."""

from lmdash.analyses.common.direct_effects import direct_effects
from lmdash.analyses.hidden_states.trajectory import trajectory
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.hidden_states import OF_A_VIEW, VIEW, View
from lmdash.ui.frame.headlines import target_sentence
from lmdash.ui.frame.inputs import current, watched_target
from lmdash.ui.frame.parts import part
from lmdash.ui.frame.sitemap import ATTENTION, ATTRIBUTIONS, HIDDEN_STATES, NEXT_TOKEN
from lmdash.ui.hidden_states.followed import followed, headline
from lmdash.ui.hidden_states.views import READINGS
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.sentence import say

shell.ensure()

inputs = current()
target = watched_target()
answer = followed(inputs.ask(next_token), target)
path = inputs.ask(trajectory, tokens=(answer.token.id,))
effects = inputs.ask(direct_effects, token=answer.token.id, rival=answer.rival.id, by_head=False)

page.head(HIDDEN_STATES)
page.answer(inputs, *headline(inputs, answer, path, effects))
if target:
    say(*target_sentence(target), key="target_sentence")
page.prompt_strip(inputs, inputs.ask(surprisal))
chosen = segmented(VIEW, "View", label_visibility="collapsed")
view = READINGS[chosen]
if chosen is View.CONTEXTS:  # it reads a corpus first, which may be stopped
    view.draw(inputs, answer)
else:
    part("view", lambda: view.draw(inputs, answer), OF_A_VIEW)

page.how_to_read(
    view.reading,
    "Each token has a state that passes through all layers (the residual stream); in every layer, attention and the "
    "feed-forward part (FFN) add to it.",
    "The last state gives the model's answer. Click a token above to see how the answer after that token forms.",
    view.caution,
)
page.next_steps((ATTENTION, ATTRIBUTIONS, NEXT_TOKEN), "What to try next")
