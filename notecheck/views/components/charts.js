// Bars keep their elements from one run to the next, so that the one that was pressed keeps the focus.
const charts = new WeakMap();
let presses = 0;

function makeBar(state, key) {
  const item = document.createElement("li");
  const button = element("button", item, { type: "button" });
  const words = element("span", button, { class: "words" });
  const bar = element("span", element("span", button, { class: "track" }), { class: "bar" });
  button.addEventListener("click", () => state.press(key));
  return { item, button, words, bar };
}

export default ({ parentElement, data, setTriggerValue }) => {
  const state = charts.get(parentElement) ?? { list: element("ol", parentElement, { role: "list" }), bars: new Map() };
  charts.set(parentElement, state);
  // Each press is one of its own, so that Python answers it once, the same bar twice over too.
  state.press = (row) => setTriggerValue("press", { row, at: `${Date.now()}-${(presses += 1)}` });
  state.list.setAttribute("aria-label", data.description);
  state.bars = new Map(data.rows.map((row) => [row.key, state.bars.get(row.key) ?? makeBar(state, row.key)]));
  data.rows.forEach((row, place) => {
    const { item, button, words, bar } = state.bars.get(row.key);
    words.textContent = `${place + 1}. ${row.words}: ${row.label}`;
    bar.style.width = `${100 * row.share}%`;
    if (row.key === data.current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    if (state.list.children[place] !== item) state.list.insertBefore(item, state.list.children[place] ?? null);
  });
  while (state.list.children.length > data.rows.length) state.list.lastElementChild.remove();
};
