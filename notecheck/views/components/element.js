/** A new element in its parent; words are set as text, never as markup. */
function element(name, parent, attributes = {}, words = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (words) made.textContent = words;
  parent?.append(made);
  return made;
}
