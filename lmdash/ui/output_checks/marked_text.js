const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = make("div", "frame");
  const body = make("div", "text");
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", data.name);
  const choose = (number) => {
    parentElement.querySelectorAll(".badge").forEach((each) => {
      each.setAttribute("aria-pressed", String(Number(each.dataset.mark) === number));
    });
    setTriggerValue("clicked", number);
  };
  for (const piece of data.pieces) {
    const kinds = [piece.severity && "mark " + piece.severity, piece.before && "before", piece.chosen && "chosen"];
    const span = make("span", kinds.filter(Boolean).join(" "), piece.text);
    if (piece.marks.length) {
      span.title = piece.marks.map((number) => data.marks[number].tip).join(" · ");
      span.onclick = () => {
        const place = piece.marks.indexOf(data.chosen);
        choose(piece.marks[(place + 1) % piece.marks.length]);
      };
    }
    body.append(span);
    for (const number of piece.ends) {
      const mark = data.marks[number];
      const badge = make("button", "badge " + mark.severity, mark.sign + (number + 1));
      badge.type = "button";
      badge.dataset.mark = number;
      badge.title = mark.tip;
      badge.setAttribute("aria-label", `${mark.severity} ${number + 1}: ${mark.tip}`);
      badge.setAttribute("aria-pressed", String(number === data.chosen));
      badge.onclick = () => choose(number);
      body.append(badge);
    }
  }
  frame.append(body);
  if (data.legend.length) {
    const legend = make("div", "legend");
    for (const [severity, words] of data.legend) legend.append(make("span", "mark " + severity, words));
    frame.append(legend);
  }
  frame.dataset.chosen = data.chosen;
  const before = parentElement.querySelector(".frame")?.dataset.chosen;
  const text = show(parentElement, ".frame", frame).querySelector(".text");
  const badge = text.querySelector('.badge[aria-pressed="true"]');
  const [top, bottom] = [text.scrollTop, text.scrollTop + text.clientHeight - 24];
  if (badge && before !== frame.dataset.chosen && (badge.offsetTop < top || badge.offsetTop > bottom)) {
    text.scrollTop = badge.offsetTop - text.clientHeight / 2;
  }
}
