// An address that is written without anything done since the last one stands in place of it in the history.
const DONE = ["pointerdown", "click", "keydown", "input", "change"];

export default function () {
  if (window.lmdashOneEntry) return;  // kept as long as the page: a redraw in the middle of a click changes nothing
  window.lmdashOneEntry = true;
  let done = true;
  for (const name of DONE) document.addEventListener(name, () => { done = true; }, true);
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = (...entry) => {
    if (done) push(...entry);
    else window.history.replaceState(...entry);
    done = false;
  };
}
