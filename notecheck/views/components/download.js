// The button asks for the file with a number; the answer to that number is made a file, once, in the browser.
// What is waited for is kept for each key outside the element, as an element may be drawn anew in the meantime.
const buttons = new WeakMap();
const waiting = new Map();
const PATIENCE = 20_000;
const TRIES = 3;
const KEEP = 60_000;

function first(root) {
  const box = document.createElement("div");
  box.className = "box";
  const button = document.createElement("button");
  button.type = "button";
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  box.append(button, status);
  root.append(box);
  const state = { button, status };
  button.addEventListener("click", () => press(state, 1));
  return state;
}

function press(state, tries) {
  if (waiting.has(state.key) && tries === 1) return;
  const number = Date.now();
  clearTimeout(waiting.get(state.key)?.late);
  const late = setTimeout(() => {
    waiting.delete(state.key);
    say(state, "This takes longer than usual. If nothing comes, please press the button again.");
  }, PATIENCE);
  waiting.set(state.key, { number, tries, late });
  say(state, "Making the file…");
  state.send(number);
}

function say(state, words) {
  const busy = waiting.has(state.key);
  if (busy) state.button.setAttribute("aria-disabled", "true");
  else state.button.removeAttribute("aria-disabled");
  if (state.status.textContent !== words) state.status.textContent = words;
}

function keep(data) {
  const bytes = Uint8Array.from(atob(data.file), (sign) => sign.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: data.mime }));
  const link = document.createElement("a");
  link.href = address;
  link.download = data.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP);
}

function receive(state, data) {
  const wanted = waiting.get(data.key);
  if (!wanted || data.answered !== wanted.number) return;
  if (data.file === undefined && data.error === undefined) {
    // Another run of the page overtook the answer.
    if (wanted.tries < TRIES) press(state, wanted.tries + 1);
    return;
  }
  clearTimeout(wanted.late);
  waiting.delete(data.key);
  if (data.error !== undefined) return say(state, data.error);
  keep(data);
  say(state, `The file is ready: look for “${data.name}” among your downloads.`);
}

export default ({ parentElement, data, setTriggerValue }) => {
  const state = buttons.get(parentElement) ?? first(parentElement);
  buttons.set(parentElement, state);
  state.key = data.key;
  state.send = (number) => setTriggerValue("press", number);
  if (state.button.textContent !== data.label) state.button.textContent = data.label;
  receive(state, data);
};
