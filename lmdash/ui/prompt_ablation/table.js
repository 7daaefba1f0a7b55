const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const drawn = {
  prompt: (cell, content, box, setTriggerValue) => {
    const button = make("button", "prompt");
    button.type = "button";
    button.title = "Use this prompt in the whole app";
    for (const [text, differs] of cell.parts) button.append(make(differs ? "mark" : "span", "", text));
    button.onclick = () => setTriggerValue("clicked", cell.row);
    content.append(button);
    box.classList.add("whole");
  },
  tokens: (cell, content) => {
    const list = make("span", "tokens");
    for (const [label, share, percent, differs] of cell.tokens) {
      const token = make("span", differs ? "token differs" : "token");
      token.style.setProperty("--strength", share);
      for (const part of label.split(/([␣⏎⇥]+)/)) {
        token.append(make("span", /^[␣⏎⇥]+$/.test(part) ? "space" : "", part));
      }
      token.append(make("span", "share", percent));
      list.append(token);
    }
    content.append(list);
  },
  number: (cell, content, box) => {
    box.classList.add("number");
    content.append(make("span", "", cell.text));
    if (cell.small) content.append(make("span", "small", cell.small));
    if (cell.tint) {
      box.classList.add("fill");
      box.style.setProperty("--tint", `var(--lmdash-${cell.tint})`);
      box.style.setProperty("--strength", cell.strength);
    }
  },
  text: (cell, content) => {
    content.append(make("span", cell.style, cell.text));
    if (cell.small) content.append(make("span", "small", cell.small));
  },
};
const order = ([place, down]) => (a, b) => {
  const [x, y] = [a[place].value, b[place].value];
  if (x === null || y === null) return (x === null) - (y === null);
  const step = typeof x === "number" ? x - y : String(x).localeCompare(String(y));
  return down ? -step : step;
};
export default function ({ data, parentElement, setTriggerValue }) {
  const names = data.columns.map((column) => column.name).join("\n");
  const old = parentElement.querySelector(".frame")?.dataset;
  draw(old && old.names === names ? JSON.parse(old.sorted) : [-1, false]);

  // By a column and downwards or not; -1: as they come.
  function draw(sorted) {
    const frame = make("div", "frame");
    const table = make("table", "");
    table.setAttribute("aria-label", data.name);
    const head = make("tr", "");
    data.columns.forEach((column, place) => {
      const here = sorted[0] === place;
      const cell = make("th", column.number ? "number" : "");
      cell.scope = "col";
      cell.setAttribute("aria-sort", here ? (sorted[1] ? "descending" : "ascending") : "none");
      const button = make("button", "", column.name);
      button.type = "button";
      button.title = column.help;
      button.onclick = () => draw([place, here ? !sorted[1] : column.number]);
      cell.append(button);
      head.append(cell);
    });
    const body = make("tbody", "");
    for (const cells of sorted[0] < 0 ? data.rows : [...data.rows].sort(order(sorted))) {
      const row = make("tr", "");
      cells.forEach((cell, place) => {
        const box = make("td", "");
        const content = make("div", "content");
        box.dataset.name = data.columns[place].name;
        box.append(content);
        drawn[cell.kind](cell, content, box, setTriggerValue);
        row.append(box);
      });
      body.append(row);
    }
    const top = make("thead", "");
    top.append(head);
    table.append(top, body);
    frame.append(table);
    frame.dataset.names = names;
    frame.dataset.sorted = JSON.stringify(sorted);
    show(parentElement, ".frame", frame);
  }
}
