export default function ({ data, parentElement, setTriggerValue }) {
  const old = parentElement.querySelector(".frame");
  const frame = document.createElement("div");
  frame.className = "frame";
  const strip = document.createElement("div");
  strip.className = "strip";
  strip.setAttribute("role", "group");
  strip.setAttribute("aria-label", data.name);
  data.chips.forEach((chip, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = ["chip", chip.special ? "special" : "", chip.folded ? "folded" : "", chip.sign].filter((x) => x).join(" ");
    button.style.setProperty("--strength", chip.strength);
    button.setAttribute("aria-pressed", String(index === data.selected));
    button.setAttribute("aria-label", [data.name, index, chip.label, chip.tip].filter((x) => x !== "").join(" "));
    button.title = chip.tip;
    for (const part of chip.label.split(/([␣⏎⇥]+)/)) {
      const span = document.createElement("span");
      span.textContent = part;
      if (/^[␣⏎⇥]+$/.test(part)) span.className = "space";
      button.append(span);
    }
    if (chip.detail) {
      const detail = document.createElement("span");
      detail.className = "detail";
      detail.textContent = chip.detail;
      button.append(detail);
    }
    button.tabIndex = index === Math.max(data.selected, 0) ? 0 : -1;  // one stop for the Tab key, arrows go on
    button.onclick = ({ currentTarget }) => {
      for (const other of currentTarget.parentElement.children) {
        other.setAttribute("aria-pressed", String(other === currentTarget));
      }
      click(index);
    };
    button.onkeydown = ({ key, currentTarget }) => {
      const next = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[key];
      currentTarget[next]?.focus();
    };
    strip.append(button);
  });
  frame.append(strip);
  if (data.legend.length) {
    const legend = document.createElement("div");
    legend.className = "legend";
    const [low, high] = data.legend.map((text) => {
      const span = document.createElement("span");
      span.textContent = text;
      return span;
    });
    const ramp = document.createElement("div");
    ramp.className = data.chips.some((chip) => chip.sign) ? "ramp signed" : "ramp";
    legend.append(low, ramp, high);
    frame.append(legend);
  }
  frame.dataset.selected = data.selected;
  const before = old?.dataset.selected;
  const shown = show(parentElement, ".frame", frame);
  const chips = shown.querySelector(".strip");
  const chosen = chips.children[data.selected];
  const [top, bottom] = [chips.scrollTop, chips.scrollTop + chips.clientHeight - 20];
  if (chosen && before !== frame.dataset.selected && (!old || chosen.offsetTop < top || chosen.offsetTop > bottom)) {
    chips.scrollTop = chosen.offsetTop - chips.clientHeight / 2;
  }

  const send = (value) => setTriggerValue("clicked", value);
  const what = JSON.stringify(data.chips.map((chip) => chip.label));
  const click = data.counted === null ? send : everyClick(shown, what, data.counted, send);
}
