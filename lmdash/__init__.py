"""lmdash: see why a language model wrote what it wrote, and change it.

One way through the package: a page (``pages/``) reads its inputs and asks (``ui.ask``) for an analysis; the service
(``models.service``) runs it beside the model; the result is plain values, which a chart (``charts``) draws.

- ``models``: everything that touches a model: catalog, loading, tokens, hooks, trace, the verbs of a loaded model.
- ``analyses``: one question a module, from a model's verbs to a frozen result.
- ``charts``: pure functions from results to Vega-Lite charts.
- ``ui``: all Streamlit code that pages share.
- ``demo``: the built-in model, the corpus it learnt from, and how to rebuild both.

The terms of the field are explained in ``ui.words.GLOSSARY``, which the pages show as help.
"""
