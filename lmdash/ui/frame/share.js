// The address bar is what the link is made of: it says what this page shows, also where only a part was drawn anew.
const HERE = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/;
const NEAR = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|\.local$/;

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

function linkTo(data, comment) {
  const url = new URL(window.location.href);
  const said = url.searchParams;
  for (const [name, value] of Object.entries(data.always)) if (!said.has(name)) said.set(name, value);
  said.delete(data.comment);
  if (comment) said.set(data.comment, comment);
  return `${url.origin}${url.pathname}?${said.toString().replaceAll("+", "%20")}`;
}

async function copied(link, field) {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");  // where the page was not reached by https
  }
}

function limits(data) {
  const host = window.location.hostname;
  const said = [];
  if (HERE.test(host)) {
    said.push("It works on this computer only. To send it to others, run lmdash on a server (see docs/hosting.md).");
  } else if (NEAR.test(host)) {
    said.push("It works in this network only. For others, run lmdash on a server (see docs/hosting.md).");
  }
  return [...said, ...data.known];
}

export default function ({ data, parentElement }) {
  let root = parentElement.querySelector(".share");
  if (!root) {
    root = make("div", "share");
    const open = make("button", "open", "Copy link");
    const panel = make("div", "panel");
    panel.hidden = true;
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", "Share this page");
    const said = make("p", "said");
    said.setAttribute("role", "status");
    const link = make("input", "link");
    link.readOnly = true;
    link.setAttribute("aria-label", "Link to this page");
    const row = make("div", "row");
    const comment = make("input", "comment");
    comment.maxLength = data.longest;
    comment.placeholder = "A line for whoever opens it";
    comment.setAttribute("aria-label", "Comment that travels with the link");
    const again = make("button", "again", "Copy with comment");
    row.append(comment, again);
    panel.append(said, link, row, make("div", "limits"));
    root.append(open, panel);
    parentElement.append(root);
  }
  const part = (name) => root.querySelector(`.${name}`);
  const copy = async () => {
    const comment = part("comment").value.trim();
    part("link").value = linkTo(root.data, comment);
    part("limits").replaceChildren(...limits(root.data).map((text) => make("p", "known", text)));
    part("panel").hidden = false;
    const done = await copied(part("link").value, part("link"));
    part("said").textContent = done
      ? `Copied${comment ? " with your comment" : ""}. It opens this page as you see it.`
      : "Your browser does not let the page copy. Copy the link below.";
  };
  const close = () => {
    part("panel").hidden = true;
  };
  root.data = data;
  part("open").onclick = copy;
  part("again").onclick = copy;
  part("comment").onkeydown = ({ key }) => {
    if (key === "Enter") copy();
  };
  root.onkeydown = ({ key }) => {
    if (key !== "Escape") return;
    close();
    part("open").focus();
  };
  root.outside ??= (event) => {
    if (!event.composedPath().includes(root)) close();
  };
  document.addEventListener("pointerdown", root.outside);
  return () => document.removeEventListener("pointerdown", root.outside);
}
