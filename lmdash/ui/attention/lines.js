const ROW = 24,
  TOP = 6;
const NAMESPACE = "http://www.w3.org/2000/svg";

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function spelled(button, label) {
  for (const part of label.split(/([␣⏎⇥]+)/)) {
    button.append(make("span", /^[␣⏎⇥]+$/.test(part) ? "space" : "", part));
  }
}

export default function ({ data, parentElement }) {
  const old = parentElement.querySelector(".frame");
  old?.watcher.disconnect();
  const frame = make("div", "frame");
  const legend = make("div", "legend");
  const hidden = new Set();
  let pinned = null;

  const captions = make("div", "heads");
  captions.append(make("span", "", "when it reads this …"), make("span", "", "… it looks at this"));
  const scroll = make("div", "scroll");
  let board = make("div", "board");
  board.style.height = `${2 * TOP + ROW * data.labels.length}px`;
  let svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("aria-hidden", "true");
  let sides = ["reads", "looked"].map((name) => make("div", `side ${name}`));
  let status = make("div", "status");
  status.setAttribute("role", "status");

  const percent = (weight) => `${data.signed && weight > 0 ? "+" : ""}${(100 * weight).toFixed(0)}%`.replace("-", "−");
  const colour = (line) => (data.signed ? (line[3] > 0 ? data.colours[1] : data.colours[0]) : data.colours[line[0]]);
  const of = (side, index) => data.lines.filter((line) => line[side + 1] === index && !hidden.has(line[0]));

  function describe(side, index) {
    const strongest = of(side, index)
      .sort((a, b) => Math.abs(b[3]) - Math.abs(a[3]))
      .slice(0, 4);
    const others = strongest.map((line) => {
      const head = data.names.length > 1 ? ` (${data.names[line[0]]})` : "";
      return `${data.labels[line[2 - side]]} ${percent(line[3])}${head}`;
    });
    const verb = side === 0 ? "looks at" : "is looked at from";
    return `${data.labels[index]} ${verb} ${others.join(", ") || "nothing above the threshold"}`;
  }

  function draw(focus) {
    const width = board.clientWidth || 600;
    const [from, to] = [0.3 * width + 6, 0.7 * width - 6];
    const lines = focus ? of(focus.side, focus.index) : data.lines.filter((line) => !hidden.has(line[0]));
    const faint = !focus && data.labels.length > 12;
    svg.replaceChildren(
      ...lines.map((line) => {
        const path = document.createElementNS(NAMESPACE, "path");
        const shift = (line[0] - (data.names.length - 1) / 2) * Math.min(4, 14 / data.names.length);
        const [y, z] = [line[1], line[2]].map((row) => TOP + ROW * (row + 0.5) + shift);
        const size = Math.min(1, Math.abs(line[3]) / data.top);
        const middle = (from + to) / 2;
        path.setAttribute("d", `M${from} ${y}C${middle} ${y} ${middle} ${z} ${to} ${z}`);
        path.setAttribute("stroke", colour(line));
        const widest = Math.min(6, 15 / data.names.length);
        path.setAttribute("stroke-width", (0.6 + (widest - 0.6) * size).toFixed(1));
        const dim = faint && line[1] !== data.chosen ? 0.45 : 1;
        path.setAttribute("stroke-opacity", (dim * (0.15 + 0.85 * size)).toFixed(2));
        if (data.signed && line[3] < 0) path.setAttribute("stroke-dasharray", "7 5");
        return path;
      }),
    );
    const partners = new Set(focus ? lines.map((line) => line[2 - focus.side]) : []);
    sides.forEach((side, place) =>
      [...side.children].forEach((button, index) => {
        button.classList.toggle("lit", Boolean(focus) && place !== focus.side && partners.has(index));
        button.setAttribute("aria-pressed", String(pinned !== null && pinned.side === place && pinned.index === index));
      }),
    );
    status.textContent = focus ? describe(focus.side, focus.index) : data.hint;
  }

  sides.forEach((side, place) => {
    side.setAttribute("role", "group");
    side.setAttribute("aria-label", ["tokens that read", "tokens looked at"][place]);
    data.labels.forEach((label, index) => {
      const button = make("button", "token");
      button.type = "button";
      if (place === 0 && index === data.chosen) button.classList.add("chosen");
      spelled(button, label);
      button.tabIndex = index === (place === 0 ? data.chosen : 0) ? 0 : -1;
      const focus = { side: place, index };
      button.onmouseenter = button.onfocus = () => draw(focus);
      button.onmouseleave = button.onblur = () => draw(pinned);
      button.onclick = () => {
        const same = pinned !== null && pinned.side === place && pinned.index === index;
        pinned = same ? null : focus;
        draw(pinned);
      };
      button.onkeydown = (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const across = { ArrowRight: 1, ArrowLeft: 0 }[event.key];
        const next = step ? side.children[index + step] : across !== undefined ? sides[across].children[index] : null;
        if (!next) return;
        event.preventDefault();
        next.focus();
      };
      side.append(button);
    });
  });

  if (data.names.length > 1 && !data.signed) {
    data.names.forEach((name, index) => {
      const key = make("button", "key", name);
      key.type = "button";
      key.style.setProperty("--colour", data.colours[index]);
      key.setAttribute("aria-pressed", "true");
      key.onclick = ({ currentTarget }) => {
        hidden.has(index) ? hidden.delete(index) : hidden.add(index);
        currentTarget.setAttribute("aria-pressed", String(!hidden.has(index)));
        draw(pinned);
      };
      legend.append(key);
    });
  }
  board.append(svg, ...sides);
  scroll.append(board);
  frame.append(legend, captions, scroll, status);
  const shown = show(parentElement, ".frame", frame);
  [board, svg, status] = [".board", "svg", ".status"].map((each) => shown.querySelector(each));
  sides = [...shown.querySelectorAll(".side")];
  if (!old) scroll.scrollTop = Math.max(0, TOP + ROW * data.chosen - scroll.clientHeight / 2);
  draw(null);
  shown.watcher = new ResizeObserver(() => draw(pinned));
  shown.watcher.observe(board);
  return () => shown.watcher.disconnect();
}
