const FONT = "'Source Code Pro', 'DejaVu Sans Mono', monospace";

function channels(colour) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// The same ones at every drawing: a click whose press and release meet two elements is lost.
function elements(parentElement) {
  if (!parentElement.querySelector(".frame")) {
    const [frame, scroll, row, scale] = ["frame", "scroll", "row", ""].map((name) => make("div", name));
    const [canvas, status, save] = [make("canvas", ""), make("div", "status"), make("button", "save", "Picture (PNG)")];
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    status.setAttribute("role", "status");
    save.type = "button";
    scale.append(make("div", "ramp"), make("div", "marks"));
    row.append(status, scale, save);
    scroll.append(canvas);
    frame.append(scroll, row);
    parentElement.append(frame);
  }
  const find = (selector) => parentElement.querySelector(selector);
  return {
    scroll: find(".scroll"),
    canvas: find("canvas"),
    status: find(".status"),
    ramp: find(".ramp"),
    marks: find(".marks"),
    save: find(".save"),
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const count = data.labels.length;
  const style = getComputedStyle(parentElement.host || parentElement);
  const ink = style.getPropertyValue("--st-text-color").trim() || "black";
  const paper = style.getPropertyValue("--st-background-color").trim() || "white";
  const [plus, minus, back] = [data.colours[0], data.colours[1], paper].map(channels);

  const first = !parentElement.querySelector(".frame");
  const { scroll, canvas, status, ramp, marks, save } = elements(parentElement);
  canvas.setAttribute("aria-label", data.alt);

  const longest = Math.min(16, Math.max(...data.labels.map((label) => [...label].length)));
  const room = (parentElement.clientWidth || 700) - 24;
  const gutter = 14 + 7.5 * longest;
  const cell = Math.max(5, Math.min(34, Math.floor((room - gutter - 10) / count)));
  const labelled = cell >= 9;
  const edge = labelled ? gutter : 34;
  const [width, height] = [edge + cell * count + 10, edge + cell * count + 10];
  const ratio = Math.max(1, Math.min(2, window.devicePixelRatio || 1));
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;

  const weight = (query, key) => data.weights[(query * (query + 1)) / 2 + key];
  const shade = (value) => {
    const share = Math.sqrt(Math.min(1, Math.abs(value) / data.top));
    const full = value < 0 ? minus : plus;
    return `rgb(${full.map((channel, i) => Math.round(back[i] + (channel - back[i]) * share)).join(",")})`;
  };
  const short = (label) => {
    const letters = [...label];
    return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : label;
  };
  const cursor = { query: data.query, key: data.key };

  function paint() {
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = paper;
    context.fillRect(0, 0, width, height);
    const gap = cell > 6 ? 1 : 0;
    for (let query = 0; query < count; query++) {
      for (let key = 0; key <= query; key++) {
        context.fillStyle = shade(weight(query, key));
        context.fillRect(edge + key * cell, edge + query * cell, cell - gap, cell - gap);
      }
    }
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.globalAlpha = 0.25;
    context.beginPath();
    context.moveTo(edge - 1, edge - 1);
    for (let query = 0; query < count; query++) {
      context.lineTo(edge + (query + 1) * cell, edge + query * cell);
      context.lineTo(edge + (query + 1) * cell, edge + (query + 1) * cell);
    }
    context.lineTo(edge - 1, edge + count * cell);
    context.closePath();
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = ink;
    context.font = `${Math.min(13, Math.max(9, cell - 1))}px ${FONT}`;
    context.textBaseline = "middle";
    if (labelled) {
      data.labels.forEach((label, index) => {
        const middle = edge + (index + 0.45) * cell;
        context.textAlign = "right";
        context.fillText(short(label), edge - 6, middle);
        context.save();
        context.translate(middle, edge - 6);
        context.rotate(-Math.PI / 2);
        context.textAlign = "left";
        context.fillText(short(label), 0, 0);
        context.restore();
      });
    } else {
      context.font = `11px ${FONT}`;
      for (let index = 0; index < count; index += 32) {
        context.textAlign = "right";
        context.fillText(String(data.positions[index]), edge - 5, edge + (index + 0.5) * cell);
        context.textAlign = "center";
        context.fillText(String(data.positions[index]), edge + (index + 0.5) * cell, edge - 9);
      }
    }
    const size = Math.max(cell - gap, 5);
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.strokeRect(edge + cursor.key * cell - 1, edge + cursor.query * cell - 1, size + 2, size + 2);
  }

  function tell() {
    const value = weight(cursor.query, cursor.key) / data.unit;
    const said = `${data.signed && value > 0 ? "+" : ""}${(100 * value).toFixed(1)}%`.replace("-", "−");
    status.textContent =
      `reads ${data.labels[cursor.query]} (${data.positions[cursor.query]}), looks at ` +
      `${data.labels[cursor.key]} (${data.positions[cursor.key]}): ${said}`;
  }
  function go(query, key) {
    cursor.query = Math.max(0, Math.min(count - 1, query));
    cursor.key = Math.max(0, Math.min(cursor.query, key));
    paint();
    tell();
  }
  function under(event) {
    const box = canvas.getBoundingClientRect();
    const key = Math.floor((event.clientX - box.left - edge) / cell);
    const query = Math.floor((event.clientY - box.top - edge) / cell);
    return query >= 0 && query < count && key >= 0 && key <= query ? [query, key] : null;
  }
  canvas.onmousemove = (event) => {
    const place = under(event);
    if (place && (place[0] !== cursor.query || place[1] !== cursor.key)) go(...place);
  };
  canvas.onmouseleave = () => go(data.query, data.key);
  canvas.onclick = (event) => {
    const place = under(event);
    if (place) setTriggerValue("clicked", place);
  };
  canvas.onkeydown = (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (step) go(cursor.query + step[0], cursor.key + step[1]);
    else if (event.key === "Enter") setTriggerValue("clicked", [cursor.query, cursor.key]);
    else return;
    event.preventDefault();
  };

  const share = (part) => `${+((100 * part * data.top) / data.unit).toPrecision(2)}%`;
  ramp.style.background = data.signed
    ? `linear-gradient(to right, ${data.colours[1]}, ${paper}, ${data.colours[0]})`
    : `linear-gradient(to right, ${paper}, ${data.colours[0]})`;
  save.onclick = () => {
    const link = document.createElement("a");
    link.href = canvas.toDataURL("image/png");
    link.download = `${data.file}.png`;
    link.click();
  };
  const ends = data.signed ? [`−${share(1)}`, "0%", `+${share(1)}`] : ["0%", share(0.25), share(1)];
  marks.replaceChildren(...ends.map((end) => make("span", "", end)));
  if (first) scroll.scrollTop = Math.max(0, edge + cell * data.query - scroll.clientHeight / 2);
  go(data.query, data.key);
}
