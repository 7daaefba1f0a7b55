export default function ({ data, parentElement, setTriggerValue }) {
  let area = parentElement.querySelector("textarea");
  if (!area) {
    const box = document.createElement("div");
    box.className = "box";
    area = document.createElement("textarea");
    area.rows = data.lines;
    area.spellcheck = false;
    area.setAttribute("aria-label", data.label);
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = data.hint;
    box.append(area, hint);
    parentElement.append(box);
  }
  area.style.tabSize = data.tab;
  const send = () => {
    if (area.value === area.dataset.known) return;
    area.dataset.known = area.value;
    setTriggerValue("text", area.value);
  };
  area.onpaste = () => setTimeout(send, 0);
  area.onchange = send;
  area.onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
  };
  // What is being typed right now stays, whatever an earlier run sends.
  const typing = area.dataset.known !== undefined && area.value !== area.dataset.known;
  if (!typing && data.text !== area.dataset.known) {
    area.value = data.text;
    area.dataset.known = area.value;
  }
}
