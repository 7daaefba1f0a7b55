// An element with a class and, where there is one, a text: never markup.
function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// A token's label, in which what stands for white space is faint.
function spelled(className, label) {
  const element = make("span", className);
  for (const part of label.split(/([␣⏎⇥]+)/)) {
    element.append(make("span", /^[␣⏎⇥]+$/.test(part) ? "space" : "", part));
  }
  return element;
}
