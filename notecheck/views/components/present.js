// Which slide is shown is kept by deck, outside the element, as an element may be drawn anew in the meantime.
const boxes = new WeakMap();
const shown = new Map();
// Where the same keys already mean something; a tick box is no such place.
const OWN_KEYS = "input:not([type=checkbox]), textarea, select, [role=combobox], [role=listbox], [role=slider]";
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

function make(tag, name, words) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (words !== undefined) element.textContent = words;
  return element;
}

function button(words, press) {
  const made = make("button", "", words);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

function first(root) {
  const box = make("section", "nc box");
  box.setAttribute("aria-label", "Slides");
  const slide = make("div", "slide");
  const bar = make("div", "bar");
  const where = make("p", "where");
  where.setAttribute("role", "status");
  const state = { box, slide, where, name: null };
  state.back = button("Back", () => go(state, -1));
  state.next = button("Next", () => go(state, 1));
  state.fill = button("Fill the screen", () => fill(state));
  state.choose = button("Choose a pair", () => (state.choosing ? show(state, shown.get(state.name)) : choose(state)));
  bar.append(state.back, state.next, where, state.choose, state.fill);
  box.append(slide, bar);
  root.append(box);
  if (!document.fullscreenEnabled) state.fill.remove();
  state.keys = (event) => keys(state, event);
  state.filled = () => {
    const full = Boolean(document.fullscreenElement);
    state.fill.textContent = full ? "Leave the full screen" : "Fill the screen";
  };
  return state;
}

function fill(state) {
  if (document.fullscreenElement) document.exitFullscreen();
  else state.box.requestFullscreen().catch(() => {});
}

function keys(state, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  if (event.composedPath().some((each) => each.matches?.(OWN_KEYS))) return;
  if (state.choosing) return;
  const last = state.slides.length - 1;
  const at = shown.get(state.name);
  if (event.key === "Home" && at > 0) show(state, 0);
  else if (event.key === "End" && at < last) show(state, last);
  else if (STEPS[event.key]) go(state, STEPS[event.key]);
  else return;
  event.preventDefault();
}

function go(state, step) {
  const to = shown.get(state.name) + step;
  if (to >= 0 && to < state.slides.length) show(state, to);
  else if (state.decks.length > 1) {
    const here = state.decks.findIndex((each) => each.deck === state.deck);
    turn(state, state.decks[(here + step + state.decks.length) % state.decks.length].deck);
  }
}

function turn(state, to) {
  state.turn({ name: state.name, to });
}

// The list takes the slide's place, so that it is there on a full screen too, and leaves the arrow keys to the slides.
function choose(state) {
  const list = make("ol", "decks");
  for (const { deck, words } of state.decks) {
    const item = make("li");
    const pick = button(words, () => {
      show(state, deck === state.deck ? 0 : shown.get(state.name));
      state.next.focus();
      if (deck !== state.deck) turn(state, deck);
    });
    if (deck === state.deck) pick.setAttribute("aria-current", "true");
    item.append(pick);
    list.append(item);
  }
  state.slide.replaceChildren(make("h2", "", "Choose a pair"), list);
  choosing(state, true);
  state.box.scrollIntoView({ block: "start" });
  (list.querySelector("[aria-current]") ?? list.querySelector("button")).focus();
}

function choosing(state, on) {
  state.choosing = on;
  state.choose.textContent = on ? "Back to the slides" : "Choose a pair";
  for (const each of [state.back, state.next, state.where]) each.hidden = on;
}

function text(runs) {
  const box = make("div", "text");
  for (const run of runs) {
    box.append(run.part ? make("mark", `nc-m nc-${run.part}`, run.text) : document.createTextNode(run.text));
  }
  return box;
}

function column(data) {
  const box = make("div", "column");
  if (data.name) box.append(make("h3", "", data.name));
  box.append(text(data.runs));
  return box;
}

function line(data) {
  const box = make("p", "line");
  if (data.name) box.append(make("span", "name", `${data.name}: `));
  box.append(document.createTextNode(data.text));
  return box;
}

function show(state, at) {
  const before = shown.get(state.name);
  const slide = state.slides[at];
  const last = state.slides.length - 1;
  choosing(state, false);
  shown.set(state.name, at);
  const columns = make("div", "columns");
  columns.append(...slide.columns.map(column));
  const lines = make("div", "lines");
  lines.append(...slide.lines.map(line));
  state.slide.replaceChildren(make("h2", "", slide.title), columns, lines);
  state.where.textContent = `${at + 1} of ${last + 1}`;
  end(state, state.back, at === 0, "Back", "Pair before");
  end(state, state.next, at === last, "Next", "Next pair");
  // A long slide may have been read to its end.
  if (before !== undefined && before !== at) state.box.scrollIntoView({ block: "start" });
}

// At the ends a button leads to another pair, or nowhere; it stays where it is, so that no focus is lost.
function end(state, which, there, inside, beyond) {
  const more = state.decks.length > 1;
  which.textContent = there && more ? beyond : inside;
  if (there && !more) which.setAttribute("aria-disabled", "true");
  else which.removeAttribute("aria-disabled");
}

export default ({ parentElement, data, setTriggerValue }) => {
  const state = boxes.get(parentElement) ?? first(parentElement);
  boxes.set(parentElement, state);
  state.turn = (turn) => setTriggerValue("turn", turn);
  state.slides = data.slides;
  state.deck = data.deck;
  state.decks = data.decks;
  state.choose.hidden = data.decks.length < 2;
  if (state.name !== data.name) {
    const again = state.name === null && shown.has(data.name);
    state.name = data.name;
    show(state, again ? Math.min(shown.get(data.name), data.slides.length - 1) : 0);
  }
  window.addEventListener("keydown", state.keys);
  document.addEventListener("fullscreenchange", state.filled);
  return () => {
    window.removeEventListener("keydown", state.keys);
    document.removeEventListener("fullscreenchange", state.filled);
  };
};
