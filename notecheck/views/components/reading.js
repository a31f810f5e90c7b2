// The reading pane: the text as it was last checked, in one layer at a time. Every word of a note goes in by textContent.
//
// Another part of the page asks for a place with `document.dispatchEvent(new CustomEvent("notecheck-show", {detail}))`,
// where detail is {start, end, from}: code points, and the element to go back to. It asks the editor for a place with
// `notecheck-edit` and {start, end, text}: places in the browser's units, and the text that they belong to.

const panes = new WeakMap();
const chosen = new Map(); // the layer that somebody chose, for a return to this view
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

export default ({ parentElement, data }) => {
  const pane = panes.get(parentElement) ?? createPane(parentElement);
  panes.set(parentElement, pane);
  pane.receive(data);
  return pane.stop;
};

function createPane(root) {
  const find = (selector) => root.querySelector(selector);
  const [tabs, panel, text, groups] = [".tabs", ".panel", ".nc-text", ".groups"].map(find);
  let data = { key: "", text: "", layers: [] };
  let received = "";
  let waiting = null;
  let shown = null; // the place that was asked for, in the browser's units
  let from = null;

  function receive(next) {
    const now = JSON.stringify(next);
    if (now === received) return;
    const isFirst = !received;
    received = now;
    waiting = next;
    // A long text takes a moment to draw, and somebody may be typing.
    if (isFirst || !globalThis.requestIdleCallback) catchUp();
    else requestIdleCallback(catchUp, { timeout: 1000 });
  }

  /** Draw what came last, if it was not drawn yet. */
  function catchUp() {
    if (!waiting) return;
    if (waiting.text !== data.text) forgetPlace();
    data = waiting;
    waiting = null;
    drawTabs();
    draw();
  }

  const layer = () => data.layers.find(({ name }) => name === chosen.get(data.key)) ?? data.layers[0];

  // ---- Tabs

  function drawTabs() {
    while (tabs.childElementCount > data.layers.length) tabs.lastElementChild.remove();
    while (tabs.childElementCount < data.layers.length) {
      element("button", tabs, { type: "button", role: "tab", "aria-controls": "panel" });
    }
    data.layers.forEach(({ name, title, count }, at) => {
      const tab = tabs.children[at];
      const here = name === layer().name;
      tab.id = `tab-${name}`;
      tab.textContent = count === null ? title : `${title} (${count})`;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `tab-${layer().name}`);
  }

  function choose(at) {
    catchUp();
    const name = data.layers[at]?.name;
    if (!name) return;
    chosen.set(data.key, name);
    drawTabs();
    draw();
    tabs.children[at].focus();
  }

  tabs.addEventListener("click", (event) => {
    const tab = event.target.closest("button");
    if (tab) choose([...tabs.children].indexOf(tab));
  });
  tabs.addEventListener("keydown", (event) => {
    const at = [...tabs.children].indexOf(event.target);
    const most = tabs.childElementCount;
    const to = { ArrowRight: (at + 1) % most, ArrowLeft: (at + most - 1) % most, Home: 0, End: most - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  });

  // ---- The text

  function draw() {
    const { about, key, marks, groups: entries, name } = layer();
    find(".about").textContent = about;
    const rows = key.map(([kind, words, count]) => {
      const row = document.createElement("li");
      element("mark", row, { class: markClass(name, kind) }, words);
      row.append(` ${count}`);
      return row;
    });
    find(".nc-key").replaceChildren(...rows);
    find(".nc-key").hidden = !rows.length;
    drawText(name, marks);
    groups.replaceChildren(...entries.map((group) => drawGroup(group, name)));
    groups.hidden = !entries.length;
    find(".sides").classList.toggle("nc-two", entries.length > 0);
  }

  function drawText(name, marks) {
    const units = toUnits(data.text);
    const placed = marks.map((mark) => ({ ...mark, start: units(mark.start), end: units(mark.end) }));
    const [starting, ending] = [byPlace(placed, "start"), byPlace(placed, "end")];
    const cuts = new Set([0, data.text.length, ...starting.keys(), ...ending.keys()]);
    if (shown) cuts.add(shown.start).add(shown.end);
    const places = [...cuts].sort((a, b) => a - b);
    const parts = document.createDocumentFragment();
    let active = [];
    let into = parts;
    places.forEach((at, place) => {
      if (shown && at === shown.end) {
        into = parts;
        drawWays(parts);
      }
      for (const mark of ending.get(at) ?? []) if (mark.start < at) endOf(name, mark, into);
      active = active.filter((mark) => mark.end > at);
      if (shown && at === shown.start) into = element("span", parts, { class: "shown", tabindex: "-1" });
      for (const mark of starting.get(at) ?? []) {
        label(name, mark, into);
        if (mark.end > at) active.push(mark);
      }
      const next = places[place + 1];
      if (next === undefined) return;
      const wrap = (parent, mark) => element(tagOf(mark), parent, { class: markClass(name, mark.kind) });
      addText(active.reduce(wrap, into), data.text.slice(at, next));
    });
    text.replaceChildren(parts);
  }

  /** Where to go from a place that was asked for. */
  function drawWays(into) {
    const ways = element("span", into, { class: "ways" });
    if (from) element("button", ways, { type: "button" }, "Back").addEventListener("click", goBack);
    element("button", ways, { type: "button" }, "Change it in the editor").addEventListener("click", () => {
      document.dispatchEvent(new CustomEvent("notecheck-edit", { detail: { ...shown, text: data.text } }));
    });
  }

  function label(name, mark, into) {
    if (mark.n !== null) {
      const number = element("button", into, { type: "button", class: "nc-n", "data-n": mark.n }, String(mark.n));
      number.setAttribute("aria-label", `${mark.n}: ${mark.label}. What it says`);
    } else if (mark.label) {
      element("span", into, { class: `tag ${markClass(name, mark.kind)}` }, mark.label);
      into.append(" ");
    }
  }

  /** Where the child's voice ends is said to those who do not see it. */
  function endOf(name, mark, into) {
    if (name !== "voice") return;
    element("span", into, { class: "unseen" }, mark.kind === "voice" ? " (end of the child’s voice) " : " (end) ");
  }

  // ---- What stands beside it

  function drawGroup(group, name) {
    const box = element("section", null, { class: "nc-group" });
    const title = element("h3", box);
    element("mark", title, { class: markClass(name, group.kind) }, group.title);
    title.append(` (${group.entries.length})`);
    if (group.why) element("p", box, {}, group.why);
    if (group.standards.length) {
      const more = element("details", box);
      element("summary", more, {}, "The standard, and how sure notecheck is");
      for (const [owner, lines] of group.standards) {
        const standard = element("div", more, { class: "nc-standard" });
        element("p", standard, {}, `The standard, by ${owner}:`);
        for (const line of lines) element("p", standard, {}, line);
      }
      element("p", more, {}, group.sure);
    }
    const list = element("ul", box);
    for (const entry of group.entries) drawEntry(entry, element("li", list));
    return box;
  }

  function drawEntry(entry, row) {
    const line = element("p", row);
    const words = entry.n === null ? "Show" : String(entry.n);
    const button = element("button", line, { type: "button", class: entry.n === null ? "go" : "nc-n" }, words);
    button.setAttribute("aria-label", entry.n === null ? `Show in the text: ${entry.words}` : `${entry.n}: show in the text`);
    if (entry.n !== null) row.id = `entry-${entry.n}`;
    button.addEventListener("click", () => show({ ...entry, from: button }));
    line.append(" ");
    addText(line, entry.words);
    if (entry.more) line.append(` ${entry.more}`);
    if (entry.place) line.append(` In the file: ${entry.place}.`);
    if (entry.message) addText(element("p", row), entry.message);
    if (entry.instead.length) {
      const instead = element("p", row, {}, "Instead: ");
      entry.instead.forEach((better, at) => {
        if (at) instead.append(", or ");
        if (better) addText(element("span", instead, { class: "nc-better" }), better);
        else instead.append("leave it out");
      });
    }
  }

  text.addEventListener("click", (event) => {
    const number = event.target.closest?.("button[data-n]");
    if (!number) return;
    const button = root.querySelector(`#entry-${number.dataset.n} button`);
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: "center" });
  });

  // ---- A place that was asked for

  function show({ start, end, from: origin }) {
    catchUp();
    const units = toUnits(data.text);
    shown = start >= end ? null : { start: units(start), end: units(end) };
    from = origin ?? null;
    drawText(layer().name, layer().marks);
    const place = text.querySelector(".shown") ?? text;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  }

  function forgetPlace() {
    shown = null;
    from = null;
  }

  function goBack() {
    const origin = from;
    forgetPlace();
    drawText(layer().name, layer().marks);
    origin?.focus({ preventScroll: true });
    origin?.scrollIntoView({ block: "center" });
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && from) goBack();
  });
  const asked = (event) => show(event.detail);
  document.addEventListener("notecheck-show", asked);
  return { receive, stop: () => document.removeEventListener("notecheck-show", asked) };
}

/** The findings have the style of their part, as in the report; the other layers their own. */
function markClass(layer, kind) {
  return layer === "findings" ? `nc-m nc-${kind}` : `nc-m k-${layer} k-${layer}-${kind}`;
}

function tagOf(mark) {
  return mark.kind === "voice" ? "b" : "mark";
}

function byPlace(marks, side) {
  const found = new Map();
  for (const mark of marks) found.set(mark[side], [...(found.get(mark[side]) ?? []), mark]);
  return found;
}

/** Text in which what nobody could see, or what would reorder its neighbours, stands as its number. */
function addText(parent, words) {
  if (!UNSEEN.test(words)) return parent.append(words);
  let plain = "";
  const flush = () => {
    if (plain) parent.append(plain);
    plain = "";
  };
  for (const sign of words) {
    if (!UNSEEN.test(sign)) {
      plain += sign;
      continue;
    }
    flush();
    const code = sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    element("span", parent, { class: "nc-c" }, `U+${code}`);
  }
  flush();
}

