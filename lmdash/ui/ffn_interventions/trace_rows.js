const likely = ([label, share, percent, target]) => {
  const element = spelled(target ? "token likely target" : "token likely", label);
  element.style.setProperty("--share", share);
  element.append(make("span", "share", percent));
  return element;
};
const plain = (title, labels) => {
  const row = make("span", "tokens");
  if (title) row.append(make("span", "word", title));
  labels.forEach((label) => row.append(spelled("token", label)));
  return row;
};
const effect = (what, value, top) => {
  const element = make("span", "effect");
  const track = make("span", "track");
  const fill = make("span", "fill");
  const share = 50 * Math.min(1, Math.abs(value) / top);
  fill.style.left = `${value < 0 ? 50 - share : 50}%`;
  fill.style.width = `${share}%`;
  fill.style.background = value < 0 ? "var(--lmdash-lowers)" : "var(--lmdash-raises)";
  track.append(fill);
  element.append(make("span", "what", what), track, make("span", "number", signed(value)));
  return element;
};
const signed = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(2);

export default function ({ data, parentElement, setTriggerValue }) {
  const old = parentElement.querySelector(".frame");
  const same = old && old.dataset.subject === data.subject;
  const wasOpen = (layer) => old.querySelector(`details[data-layer="${layer}"]`)?.open;
  const frame = make("div", "frame");
  frame.dataset.subject = data.subject;
  const bar = make("div", "bar");
  const key = make("span", "key", data.measure);
  for (const word of ["raises", "lowers"]) {
    const swatch = make("i", "");
    swatch.style.background = `var(--lmdash-${word})`;
    key.append(swatch, word);
  }
  const fold = make("button", "fold", "Open all layers");
  fold.type = "button";
  bar.append(key, fold);
  frame.append(bar);

  const step = (title, content, kind = "step") => {
    const element = make("div", kind);
    element.append(make("div", "title", title), content);
    return element;
  };
  for (const row of data.rows) {
    const layer = make("details", "");
    layer.dataset.layer = row.layer;
    layer.open = same ? wasOpen(row.layer) : row.open;
    const summary = make("summary", "");
    const leads = make("span", "leads");
    leads.append(likely(row.before[0]), make("span", "", "→"), likely(row.after[0]));
    summary.append(make("span", "layer", `L${row.layer}`), effect("attention", row.attention, data.top),
      effect("FFN", row.ffn, data.top), leads);
    const body = make("div", "body");
    const tokens = (list) => {
      const element = make("div", "tokens");
      list.forEach((token) => element.append(likely(token)));
      return element;
    };
    const update = ([promoted, suppressed]) => {
      const element = make("div", "tokens");
      if (promoted.length) element.append(plain("up", promoted), plain("down", suppressed));
      else element.append(make("span", "word", "nothing"));
      return element;
    };
    const vectors = make("div", "vectors");
    vectors.setAttribute("role", "group");
    vectors.setAttribute("aria-label", `value vectors of layer ${row.layer}`);
    for (const vector of row.vectors) {
      const chip = make("button", "vector");
      chip.type = "button";
      chip.title = vector.tip;
      chip.setAttribute("aria-pressed", String(vector.chip === data.selected));
      chip.setAttribute("aria-label", `${vector.chip} ${vector.given} ${vector.score}`);
      if (vector.effect) {
        const share = Math.min(100, 25 + 75 * Math.abs(vector.effect) / data.strongest);
        const hue = vector.effect < 0 ? "var(--lmdash-lowers)" : "var(--lmdash-raises)";
        chip.style.setProperty("--tint", `color-mix(in srgb, ${hue} ${share}%, transparent)`);
      }
      const head = make("span", "head");
      head.append(make("span", "name", vector.chip));
      if (vector.given) head.append(make("span", "given", vector.given));
      head.append(make("span", "", vector.score), make("span", "", `${signed(vector.effect)} logit`));
      if (vector.changed) head.append(make("span", "changed", "changed"));
      chip.append(head, plain("", vector.pushes));
      chip.onclick = ({ currentTarget }) => {
        parentElement.querySelectorAll(".vector").forEach((each) => {
          each.setAttribute("aria-pressed", String(each === currentTarget));
        });
        setTriggerValue("clicked", [row.layer, vector.neuron]);
      };
      vectors.append(chip);
    }
    body.append(
      step(data.words.attention, update(row.updates.attention)),
      step(data.words.before, tokens(row.before)),
      step(row.vectors.length ? data.words.vectors : data.words.none, vectors, "step whole"),
      step(data.words.ffn, update(row.updates.ffn)),
      step(data.words.after, tokens(row.after)),
    );
    layer.append(summary, body);
    frame.append(layer);
  }
  const all = () => [...parentElement.querySelectorAll("details")];
  const named = () => {
    const words = all().every((e) => e.open) ? "Close all layers" : "Open all layers";
    parentElement.querySelector(".fold").textContent = words;
  };
  fold.onclick = () => {
    const open = !all().every((e) => e.open);
    all().forEach((e) => { e.open = open; });
    named();
  };
  show(parentElement, ".frame", frame);
  all().forEach((e) => { e.ontoggle = named; });
  named();
}
