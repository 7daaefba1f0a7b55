export default function ({ data, parentElement }) {
  const old = parentElement.querySelector(".sentence");
  const root = document.createElement(data.tone === "answer" ? "h2" : "p");
  root.className = "sentence " + data.tone;
  if (data.tone === "error") root.setAttribute("role", "alert");
  for (const [text, style] of data.parts) {
    const span = document.createElement("span");
    span.className = style;
    const drawn = style === "token" || style === "target";
    for (const piece of drawn ? text.split(/([␣⏎⇥]+)/) : [text]) {
      const inner = document.createElement("span");
      inner.textContent = piece;
      if (drawn && /^[␣⏎⇥]+$/.test(piece)) inner.className = "space";
      span.append(inner);
    }
    root.append(span);
  }
  old ? old.replaceWith(root) : parentElement.append(root);
}
