export default function ({ data, parentElement }) {
  let root = parentElement.querySelector("h3");
  if (!root) {
    root = document.createElement("h3");
    parentElement.append(root);
  }
  root.textContent = data.text;
  if (data.into_view) root.scrollIntoView({ block: "start" });
}
