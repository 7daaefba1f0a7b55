export default function ({ data, parentElement, setTriggerValue }) {
  const talk = make("div", "talk");
  for (const turn of data.turns) talk.append(bubble(turn.kind, turn.who, turn.text));
  if (data.words) {
    const turn = bubble("answer", data.who, "");
    const said = turn.querySelector(".said");
    said.setAttribute("role", "group");
    said.setAttribute("aria-label", data.name);
    if (!data.words.length) said.append(make("span", "none", data.none));
    data.words.forEach((word, index) => {
      const [, before, core, after] = word.text.match(/^(\s*)([^]*?)(\s*)$/);
      if (core) said.append(document.createTextNode(before));
      const blank = !core && word.kind !== "mark";
      const button = make("button", ["word", word.kind, blank && "blank"].filter(Boolean).join(" "), core || word.label);
      button.type = "button";
      button.title = word.tip;
      button.setAttribute("aria-label", `${data.name} ${index + 1}: ${word.label} ${word.tip}`.trim());
      button.setAttribute("aria-pressed", String(index === data.chosen));
      button.tabIndex = index === Math.max(data.chosen, 0) ? 0 : -1;  // one stop for the Tab key, arrows go on
      button.onclick = ({ currentTarget }) => {
        for (const other of currentTarget.parentElement.querySelectorAll(".word")) {
          other.setAttribute("aria-pressed", String(other === currentTarget));
        }
        setTriggerValue("clicked", index);
      };
      button.onkeydown = ({ key, currentTarget }) => {
        const next = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[key];
        currentTarget[next]?.focus();
      };
      said.append(button, document.createTextNode(core ? after : before));
    });
    talk.append(turn);
  }
  show(parentElement, ".talk", talk);
}

function bubble(kind, who, text) {
  const turn = make("div", "turn " + kind);
  turn.append(make("div", "who", who), make("div", "said", text));
  return turn;
}
