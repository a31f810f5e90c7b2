// The picks live here, by the name of the question, until the answer is asked for: no run of the page for each of them,
// and none is lost where the page is drawn anew in the meantime.
const boxes = new WeakMap();
const picks = new Map();

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
  const state = { list, go, status, name: null, answered: false, pressed: false };
  list.addEventListener("click", (event) => toggle(state, event.target.closest("button.unit")));
  list.addEventListener("keydown", (event) => walk(state, event));
  go.addEventListener("click", () => {
    state.pressed = true;
    if (state.answered) state.onwards(state.name);
    else state.reveal({ name: state.name, picked: [...picks.get(state.name)].sort((a, b) => a - b) });
  });
  return state;
}

function toggle(state, button) {
  if (!button) return;
  const place = Number(button.dataset.place);
  const picked = picks.get(state.name);
  const on = !picked.has(place);
  if (on) picked.add(place);
  else picked.delete(place);
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
      const on = picks.get(state.name).has(place);
      line.setAttribute("aria-pressed", String(on));
      const tick = make("span", "tick", on ? "✓" : "");
      tick.setAttribute("aria-hidden", "true");
      line.append(tick, words(unit.runs));
    }
    row.append(line);
    return row;
  });
  state.list.replaceChildren(...rows);
}

// While the page works, what stood here may be hidden for a moment, and a browser takes the focus from what is hidden.
// It comes back to whoever pressed the button, unless they have gone elsewhere meanwhile.
function waits(state) {
  const focused = state.go.getRootNode().activeElement === state.go || document.activeElement === document.body;
  const waiting = state.pressed && focused;
  state.pressed = false;
  return waiting;
}

export default ({ parentElement, data, setTriggerValue }) => {
  const state = boxes.get(parentElement) ?? first(parentElement);
  boxes.set(parentElement, state);
  state.reveal = (picked) => setTriggerValue("reveal", picked);
  state.onwards = (name) => setTriggerValue("onwards", name);
  if (state.name === data.name && state.answered === data.answered) return;
  const fresh = state.name !== null && state.name !== data.name;
  state.name = data.name;
  state.answered = data.answered;
  if (data.answered) picks.delete(data.name);
  else if (!picks.has(data.name)) picks.set(data.name, new Set());
  const waiting = waits(state);
  state.list.setAttribute("aria-label", data.label);
  draw(state, data);
  state.go.textContent = data.answered ? data.onwards : "Reveal";
  state.status.textContent = data.said;
  // On to the next text: who has just pressed the button begins at its first sentence.
  if (waiting) (fresh ? state.list.querySelector("button.unit") : state.go)?.focus();
};
