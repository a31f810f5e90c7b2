// The picks live here until the answer is asked for: no run of the page for each of them.
const boxes = new WeakMap();

function make(tag, name, words) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (words !== undefined) element.textContent = words;
  return element;
}

function first(root) {
  const box = make("div", "nc box");
  const list = make("ol");
  const foot = make("div", "foot");
  const go = make("button", "go");
  go.type = "button";
  const status = make("p", "said");
  status.setAttribute("role", "status");
  foot.append(go, status);
  box.append(list, foot);
  root.append(box);
  const state = { list, go, status, name: null, answered: false, picked: new Set() };
  list.addEventListener("click", (event) => toggle(state, event.target.closest("button.unit")));
  list.addEventListener("keydown", (event) => walk(state, event));
  go.addEventListener("click", () => {
    if (state.answered) state.onwards(state.name);
    else state.reveal({ name: state.name, picked: [...state.picked].sort((a, b) => a - b) });
  });
  return state;
}

function toggle(state, button) {
  if (!button) return;
  const place = Number(button.dataset.place);
  const on = !state.picked.has(place);
  if (on) state.picked.add(place);
  else state.picked.delete(place);
  button.setAttribute("aria-pressed", String(on));
  button.querySelector(".tick").textContent = on ? "✓" : "";
}

// Up and down go from sentence to sentence, beside the Tab key.
function walk(state, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const buttons = [...state.list.querySelectorAll("button.unit")];
  const next = buttons[buttons.indexOf(event.target.closest("button.unit")) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function words(runs) {
  const box = make("span", "words");
  for (const run of runs) {
    box.append(run.part ? make("mark", `nc-m nc-${run.part}`, run.text) : document.createTextNode(run.text));
  }
  return box;
}

function draw(state, data) {
  const rows = data.units.map((unit, place) => {
    const row = make("li", unit.apart ? "apart" : "");
    const line = make(data.answered ? "div" : "button", `unit${unit.verdict ? " judged" : ""}`);
    if (data.answered) {
      line.append(words(unit.runs));
      line.append(make("span", "verdict", unit.verdict));
    } else {
      line.type = "button";
      line.dataset.place = place;
      line.setAttribute("aria-pressed", String(state.picked.has(place)));
      const tick = make("span", "tick", state.picked.has(place) ? "✓" : "");
      tick.setAttribute("aria-hidden", "true");
      line.append(tick, words(unit.runs));
    }
    row.append(line);
    return row;
  });
  state.list.replaceChildren(...rows);
}

export default ({ parentElement, data, setTriggerValue }) => {
  const state = boxes.get(parentElement) ?? first(parentElement);
  boxes.set(parentElement, state);
  state.reveal = (picked) => setTriggerValue("reveal", picked);
  state.onwards = (name) => setTriggerValue("onwards", name);
  if (state.name === data.name && state.answered === data.answered) return;
  const fresh = state.name !== null && state.name !== data.name;
  if (state.name !== data.name) state.picked = new Set();
  state.name = data.name;
  state.answered = data.answered;
  // On to the next text: who has just pressed the button begins at its first sentence.
  const onwards = fresh && state.go.getRootNode().activeElement === state.go;
  state.list.setAttribute("aria-label", data.label);
  draw(state, data);
  state.go.textContent = data.answered ? data.onwards : "Reveal";
  state.status.textContent = data.said;
  if (onwards) state.list.querySelector("button.unit")?.focus();
};
