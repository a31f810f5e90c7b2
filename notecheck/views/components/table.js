// Roles are said although the elements have them: the narrow style takes them apart, and with that their own roles away.
// Rows keep their elements from one run to the next, so that the button that was pressed keeps the focus.
const tables = new WeakMap();
let presses = 0;

function first(root) {
  const box = element("div", root, { class: "box", role: "region", tabindex: "0" });
  const table = element("table", box, { role: "table" });
  return {
    box,
    caption: element("caption", table),
    head: element("tr", element("thead", table, { role: "rowgroup" }), { role: "row" }),
    body: element("tbody", table, { role: "rowgroup" }),
    rows: new Map(),
  };
}

function drawHead(state, head) {
  if (state.head.dataset.words === JSON.stringify(head)) return;
  state.head.dataset.words = JSON.stringify(head);
  state.head.replaceChildren();
  for (const words of head) element("th", state.head, { scope: "col", role: "columnheader" }).textContent = words;
}

function makeRow(state, row, columns) {
  const tr = document.createElement("tr");
  tr.setAttribute("role", "row");
  const cells = row.cells.map((_, place) =>
    place ? element("td", tr, { role: "cell" }) : element("th", tr, { scope: "row", role: "rowheader" }));
  const made = { tr, cells, button: null };
  for (let place = row.cells.length; place < columns; place++) element("td", tr, { role: "cell" });
  if (row.button) {
    made.button = element("button", tr.lastElementChild, { type: "button" });
    made.button.addEventListener("click", () => state.press(row.key));
  }
  return made;
}

function drawRow(state, row, head) {
  const columns = head.length;
  const id = JSON.stringify([row.key, row.cells.length, columns, Boolean(row.button)]);
  const made = state.rows.get(id) ?? makeRow(state, row, columns);
  row.cells.forEach((words, place) => {
    made.cells[place].textContent = words;
    made.cells[place].dataset.head = head[place];
  });
  if (made.button) {
    made.button.textContent = row.button;
    made.button.setAttribute("aria-label", `${row.button}: ${row.cells[0]}`);
  }
  if (row.current) made.tr.setAttribute("aria-current", "true");
  else made.tr.removeAttribute("aria-current");
  return [id, made];
}

export default ({ parentElement, data, setTriggerValue }) => {
  const state = tables.get(parentElement) ?? first(parentElement);
  tables.set(parentElement, state);
  // Each press is one of its own, so that Python answers it once.
  state.press = (row) => setTriggerValue("press", { row, at: `${Date.now()}-${(presses += 1)}` });
  state.caption.textContent = data.caption;
  state.box.setAttribute("aria-label", data.caption);
  drawHead(state, data.head);
  state.rows = new Map(data.rows.map((row) => drawRow(state, row, data.head)));
  const wanted = [...state.rows.values()].map((row) => row.tr);
  wanted.forEach((tr, place) => {
    if (state.body.children[place] !== tr) state.body.insertBefore(tr, state.body.children[place] ?? null);
  });
  while (state.body.children.length > wanted.length) state.body.lastElementChild.remove();
};
