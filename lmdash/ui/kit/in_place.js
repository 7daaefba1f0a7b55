// JavaScript that changes what a component shows without replacing it, for components to begin theirs with.
//
// A click whose press and release meet two different elements is lost, and a replaced element loses focus and scroll.
const HANDLERS = "onclick onkeydown ontoggle onfocus onblur onmouseenter onmouseleave".split(" ");

// Makes `shown` look and act as `drawn`; where the tags are the same its elements stay.
function become(shown, drawn) {
  if (shown.nodeName !== drawn.nodeName) return shown.replaceWith(drawn);
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.data !== drawn.data) shown.data = drawn.data;
    return;
  }
  for (const { name } of [...shown.attributes]) if (!drawn.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of drawn.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  for (const name of HANDLERS) shown[name] = drawn[name];
  const [before, after] = [[...shown.childNodes], [...drawn.childNodes]];
  before.slice(after.length).forEach((child) => child.remove());
  after.forEach((child, place) => (before[place] ? become(before[place], child) : shown.append(child)));
}

// Shows `drawn`, whose handlers find what is shown by the event, as what they were made with may never be shown.
function show(parentElement, selector, drawn) {
  const shown = parentElement.querySelector(selector);
  shown ? become(shown, drawn) : parentElement.append(drawn);
  return shown || drawn;
}
