// Boxes in which Enter runs and Shift+Enter breaks the line, as in every chat; Streamlit's own run at Ctrl+Enter.
// While their text is not the one that was run, the page says so by an attribute, by which old answers grey out.
const DIFFERS = "data-lmdash-differs";

export default function ({ data }) {
  const ran = new WeakMap();
  const boxOf = ({ target }) =>
    target instanceof HTMLTextAreaElement && data.labels.includes(target.getAttribute("aria-label")) ? target : null;
  const mark = (differs) => document.documentElement.toggleAttribute(DIFFERS, differs);
  const handlers = {
    focusin: (event) => {
      const box = boxOf(event);
      if (box) ran.set(box, box.value);
    },
    input: (event) => {
      const box = boxOf(event);
      if (box) mark(box.value !== ran.get(box));
    },
    focusout: (event) => {
      if (boxOf(event)) mark(false);  // leaving it runs it
    },
    keydown: (event) => {
      const box = boxOf(event);
      if (!box || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      ran.set(box, box.value);
      mark(false);
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
    },
  };
  for (const [name, handler] of Object.entries(handlers)) document.addEventListener(name, handler, true);
  return () => {
    for (const [name, handler] of Object.entries(handlers)) document.removeEventListener(name, handler, true);
  };
}
