export default function ({ data, parentElement, setTriggerValue }) {
  const root = make("div", data.words ? "cloud" : "rows");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.name);
  for (const word of data.words || []) {
    const element = spelled("word", word.label);
    element.style.fontSize = (0.8 + 1.3 * word.size).toFixed(2) + "rem";
    element.style.opacity = (0.6 + 0.4 * word.size).toFixed(2);
    element.title = word.tip;
    root.append(element);
  }
  (data.rows || []).forEach((row, index) => {
    const line = make("div", index === data.selected ? "row chosen" : "row");
    const head = make("div", "head");
    const chip = make("button", "vector", row.chip);
    chip.type = "button";
    chip.setAttribute("aria-label", [row.chip, row.name, row.number].filter((x) => x).join(" "));
    chip.onclick = () => setTriggerValue("clicked", index);
    head.append(chip);
    if (row.number) head.append(make("span", "number", row.number));
    if (row.name) head.append(make("span", "name", row.name));
    const tokens = make("div", "tokens");
    for (const [label, hit] of row.tokens) tokens.append(spelled(hit ? "token hit" : "token", label));
    line.append(head, tokens);
    root.append(line);
  });
  show(parentElement, ".rows, .cloud", root);
}
