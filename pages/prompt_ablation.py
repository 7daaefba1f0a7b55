"""Prompt ablation: what the model says when the prompt is a little different."""

from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.prompt_ablation import VIEW, View
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.sitemap import ATTRIBUTIONS, FFN_INTERVENTIONS, NEXT_TOKEN, PROMPT_ABLATION
from lmdash.ui.kit.controls import segmented
from lmdash.ui.prompt_ablation.ablate import show_ablation
from lmdash.ui.prompt_ablation.compare import show_compare
from lmdash.ui.prompt_ablation.template import show_template
from lmdash.ui.prompt_ablation.variants import show_variants

shell.ensure()

# Each view begins with its own answer (page.answer).
VIEWS = {
    View.ABLATE: show_ablation,
    View.VARIANTS: show_variants,
    View.COMPARE: show_compare,
    View.TEMPLATE: show_template,
}

page.head(PROMPT_ABLATION)
VIEWS[segmented(VIEW, "View", label_visibility="collapsed")](current())

page.how_to_read(
    "The change in nats says what happens to the answer: −0.7 halves its probability, −2.3 leaves a tenth of it, 0 is "
    "no change. Orange raises it, blue lowers it.",
    "Divergence (bits) says how far the whole prediction moved, over all tokens; 0 is no change.",
    "When text is left out, the rest shifts and may split into different tokens; when it is replaced, every other "
    "token stays in place.",
    "Caution: a changed prompt may be unlike anything the model was trained on, so its answer can show how it copes "
    "with odd text rather than what the missing words meant.",
)
page.next_steps((ATTRIBUTIONS, NEXT_TOKEN, FFN_INTERVENTIONS), "What to try next")
