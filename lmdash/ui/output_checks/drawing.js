export default function ({ data, parentElement }) {
  const frame = document.createElement("div");
  frame.className = "frame";
  frame.tabIndex = 0;
  const image = document.createElement("img");
  image.src = "data:image/svg+xml;base64," + data.svg;
  image.alt = data.alt;
  frame.append(image);
  show(parentElement, ".frame", frame);
}
