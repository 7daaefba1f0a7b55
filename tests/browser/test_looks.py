"""How every page and view looks to somebody with a phone and a hostile prompt: one visit sees it in its themes."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.contrast import least_contrasts

TAGS = "<img src=x onerror=alert(1)><script>alert(2)</script> ![p](https://tracker.invalid/p.png) **b** 🙂"
MARY = "When Mary and John went to the store, John gave a drink to"
LETTER = "Dear Anna, thank you for the letter that I"
LEAST_CONTRAST = 4.5  # of text on its ground, WCAG AA


@dataclass(frozen=True)
class Look:
    """A page at an address, and the coloured parts that must be there."""

    page: str
    address: dict[str, str] = field(default_factory=dict)
    coloured: tuple[str, ...] = (".chip",)

    def __str__(self) -> str:
        return "-".join([self.page or "start", *(value for value in self.address.values() if len(value) < 30)])


def looks() -> list[Look]:
    next_token = {"prompt": TAGS, "target": TAGS}
    found = [
        Look("", next_token | {"model": "<b>x</b>"}),
        Look("next_token", next_token | {"view": "Write on", "step": "1"}),
        Look("next_token", next_token | {"view": "Watch words", "words": TAGS, "model": "<b>x</b>"}),
        Look("next_token", {"prompt": "zebra zebra quickly the of Paris nine"}),
    ]
    for view in ("Logit lens", "Trajectories", "What moved it", "Geometry", "Raw state", "Similar contexts"):
        more = {"states": view, "rows": "Every step", "window": "40", "follow": f'{TAGS} "]+alert(2)+["'}
        found.append(Look("hidden_states", next_token | more))
    for view in ("Lines", "Heat map", "Why this weight", "What it writes"):
        more = {"prompt": TAGS, "attention_view": view, "towards": TAGS, "against": "<b>x</b>"}
        found.append(Look("attention", more))
    few = {"prompt": MARY, "method": "Leave-one-out", "hidden_as": "neutral token"}
    found += [
        Look("attributions", few),
        Look("attributions", few | {"explain": "Written text"}),
        Look("attributions", few | {"parts": "My spans", "spans": "0-1"}),
        Look(
            "attributions",
            few
            | next_token
            | {"explain": "This or that", "against": f"{TAGS} c", "hidden_as": "my word", "hidden_word": TAGS[:50]},
        ),
    ]
    sheet = "\t".join([TAGS] * 4)
    compare, template = {"ablation_view": "Compare prompts"}, {"ablation_view": "Template"}
    beside = {"edits": "L5F*0", "beside": "without the interventions", "target": "Paris"}
    found += [
        Look("prompt_ablation", {"prompt": "<img src=x onerror=alert(1)> ![y](https://tracker.invalid/z.png) Mary is"}),
        Look("prompt_ablation", {"prompt": f"{TAGS[:50]} Mary is", "ablation_view": "Variants"}, ("mark",)),
        Look("prompt_ablation", compare | beside, ("td.fill", ".token", "mark")),
        Look("prompt_ablation", compare | {"prompts": f"{sheet}\nThe cat", "beside": TAGS}, (".token",)),
        Look("prompt_ablation", compare | {"prompts_from": "Grid"}, (".token",)),
        Look("prompt_ablation", compare | {"prompts_from": "File", "prompts": "x" * 500 + "\n" + "the cat " * 60}, ()),
        Look("prompt_ablation", template | {"template": f"{TAGS} {{a}}", "values": f"{TAGS}\ta\n{TAGS}\t{TAGS}"}, ()),
        Look("prompt_ablation", template | {"template_shown": "By value"}, ()),
    ]
    vector = {"vector": "L4D352", "names": f"L4D352:{TAGS}"}
    found += [
        Look("value_vectors", vector | {"find": TAGS}, (".vector",)),
        Look("value_vectors", vector | {"vector_part": "In the prompt", "prompt": "word " * 250}, (".vector",)),
        Look("value_vectors", vector | {"vector_cloud": "true"}, (".vector",)),
        Look("value_vectors", {"vectors_view": "Browse a layer"}, (".vector",)),
        Look("value_vectors", {"vectors_view": "Clusters"}, (".vector",)),
        Look("value_vectors", vector | {"vectors_view": "Where it fires"}, ()),
    ]
    edits = next_token | {"edits": 'L3D7=2\nL3R+4*" Paris"', "vector": "L3D7", "names": f"L3D7:{TAGS}"}
    found += [
        Look("ffn_interventions", edits | {"ffn_view": "Trace", "against": TAGS}, (".vector", ".token.likely")),
        Look("ffn_interventions", edits | {"ffn_view": "Effect"}),
        Look("ffn_interventions", edits | {"ffn_view": "Find an edit"}),
    ]
    written = {"prompt": LETTER, "check_texts": "4", "check_length": "15", "edits": "L5F*0"}
    pasted = {"check_source": "Pasted text", "text": f"The quick brown fox jump over the lazzy dog the the. {TAGS}"}
    found += [
        Look("output_checks", pasted | {"checks_view": "Text"}, (".chip", ".badge")),
        Look("output_checks", pasted | {"checks_view": "Grammar"}),
        *(Look("output_checks", written | {"checks_view": view}, ()) for view in ("Findings", "All texts", "Re-check")),
    ]
    return found


def cases() -> list:
    """Every look in the light theme, and the first of each page in the dark one too; all of them in the long run."""
    seen: set[str] = set()
    found = []
    for look in looks():
        found.append(pytest.param(look, ("light",) if look.page in seen else ("light", "dark"), id=str(look)))
        if look.page in seen:
            found.append(pytest.param(look, ("dark",), id=f"{look}-dark", marks=pytest.mark.slow))
        seen.add(look.page)
    return found


@pytest.mark.parametrize(("look", "schemes"), cases())
def test_it_fits_a_phone_can_be_read_and_hostile_text_is_only_text(visit, look: Look, schemes: tuple[str, ...]) -> None:
    visitor: Visitor = visit(**PHONE)
    wrong: list[str] = []
    visitor.page.on("pageerror", listener := lambda error: wrong.append(str(error)))
    visitor.open(look.page, **look.address)
    page = visitor.page
    expect(page.get_by_text("How to read this")).to_be_visible()
    assert page.locator("h1").count() == 1
    if look.address.get("model"):
        expect(page.locator(".error")).to_contain_text("“<b>x</b>” is not a model name")
    if TAGS in look.address.get("prompts", look.address.get("template", "")):
        expect(page.locator("table tbody tr").first).to_contain_text("onerror=alert(1)")
    if opener := page.get_by_role("button", name="Open all layers").all():
        opener[0].click()
    page.mouse.move(0, 0)
    for part in look.coloured:
        page.locator(part).first.wait_for()
    for scheme in visitor.themes(*schemes):
        visitor.expect_no_sideways_scroll()
        least = least_contrasts(page)
        assert min(least.values()) >= LEAST_CONTRAST, (scheme, least)
    assert visitor.dialogs == []
    assert not page.locator("img[src*=x]:not([src^=data]), img[src*=tracker]").count()
    assert {urlsplit(url).hostname for url in visitor.requests if url.startswith("http")} == {"127.0.0.1"}
    assert not [url for url in visitor.requests if "tracker" in url.partition("?")[0] or url.endswith("/x")]
    assert wrong == []
    page.remove_listener("pageerror", listener)
