// The editor of a draft: a text area over a mirror of its text, in which CSS highlights mark the findings.
//
// Every text has a number, v, that grows with each edit. Python gets {v, text} when the writer pauses, and sends back
// {v, marks}; marks of another number are not painted, those already there follow the edits. Nothing of a note is put
// into the page other than by textContent or value, and nothing is kept beyond this tab.

const PAUSE = 500; // ms without a key before the text is checked
const LINK = 2500; // ms for the way to another view; nothing is sent meanwhile
const ANSWER = 4000; // ms after which an unanswered text is sent again
const MOST_SENDS = 5; // of one text, so that a fault on the server does not become a loop
const SLOW = 1200; // ms after which the writer is told that the check still runs
const LONG = 60; // characters; longer words than that are ignored at their place only
const MANY = 12; // places; a longer list is folded by rule
const MOST_LISTED = 200; // buttons in the list; marks beyond are reached with F8
const LOWEST = ["readability", "completeness"]; // parts whose long marks lie under those of single words

// One entry for each component instance, and the drafts of this tab, which outlive the view they were written in.
const instances = new WeakMap();
const kept = new Map();

/** Called by Streamlit with each new data; what it returns is called once, when the view is left. */
export default ({ parentElement, data, setStateValue, setTriggerValue }) => {
  let editor = instances.get(parentElement);
  if (!editor) {
    editor = createEditor(parentElement, data);
    instances.set(parentElement, editor);
  }
  editor.connect(setStateValue, setTriggerValue);
  editor.receive(data);
  return editor.stop;
};

/** Put the parts together: each is told of what it needs, and of nothing else. */
function createEditor(root, first) {
  const find = (selector) => root.querySelector(selector);
  const area = find(".text");
  area.maxLength = first.most;
  const scroll = find(".scroll");
  stayVisible(root.getRootNode().host);
  const stopping = new AbortController(); // takes every listener away when the view is left
  const on = (target, type, act, more) => target.addEventListener(type, act, { signal: stopping.signal, ...more });

  const mirror = createMirror(find(".mirror"));
  const marks = createMarks(mirror);
  const voice = createVoice(find(".said"));
  const link = createLink(area, first, (slow) => voice.slow(slow));
  const surface = createSurface({ area, scroll, mirror, marks, link, on });
  const card = createCard({ find, on, area, marks, surface, link, voice });
  const list = createList({ find, on, open: (mark) => open(mark, { into: true }) });

  let painted = "";
  let count = null;

  function open(mark, { into = false, say = false } = {}) {
    card.show(mark); // first, since it may leave less room for the text
    if (mark.range) surface.select(mark);
    list.point(mark);
    const quoted = mark.whole ? "" : `: “${short(mark.text)}”`;
    const words = `${marks.place(mark)}. ${mark.title}${quoted}. ${short(mark.message, 160)}`;
    if (say) voice.say(words, true);
    if (into) card.enter();
  }

  /** Go to the next mark after the caret, or to the one before it; round the end to the start. */
  function step(back, stay = false) {
    const mark = marks.beside(back ? area.selectionStart : area.selectionEnd, back);
    if (!mark) return voice.say("No place is marked in the text.");
    if (!stay) area.focus({ preventScroll: true });
    open(mark, { say: true });
    if (!stay) card.reveal();
  }

  function closeCard() {
    card.hide();
    list.point(null);
  }

  function receive(data) {
    if (data.load > link.load) surface.load(data);
    link.load = data.load; // lower again where the server was started anew
    link.answered(data.v);
    if (data.v !== link.v) return;
    const paint = JSON.stringify([data.v, data.about, data.marks, data.summary]);
    if (paint === painted) return;
    painted = paint;
    marks.set(data, area.value);
    list.show(marks.all, data.summary);
    card.refresh();
    list.point(card.mark);
    showExpand();
    if (count !== marks.all.length && data.summary) voice.say(data.summary, true);
    count = marks.all.length;
  }

  const expand = find(".expand");
  function showExpand() {
    const found = marks.acronyms().length;
    expand.hidden = !found;
    expand.textContent = `Expand all acronyms (${found})`;
  }

  /** Every acronym by its first suggestion, as one edit, so that one Ctrl+Z takes it back. */
  function expandAll() {
    const found = marks.acronyms();
    if (!found.length) return;
    let text = "";
    let at = found[0].start;
    for (const mark of found) {
      text += area.value.slice(at, mark.start) + mark.suggestions[0];
      at = mark.end;
    }
    surface.replace(found[0].start, at, text);
    closeCard();
    voice.say(`${found.length} acronyms written out. Undo takes all of it back.`);
  }

  async function copy() {
    const done = await copyText(area);
    if (done) {
      link.safe = area.value;
      link.remember();
    }
    voice.say(done ? "The text is copied, without marks." : "The browser did not allow it: select it to copy it.");
  }

  surface.onEdit = () => {
    if (card.mark && !card.mark.range) closeCard();
    showExpand();
    const full = area.value.length >= first.most;
    const limit = find(".limit");
    if (limit.hidden === !full) return;
    limit.hidden = !full;
    const most = first.most.toLocaleString("en-GB");
    limit.textContent = `The box is full: it takes ${most} characters. What is beyond was left out; check it in parts.`;
  };
  card.onStep = step;
  card.onDone = closeCard;

  on(find(".nc-ed"), "keydown", (event) => {
    if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step(event.shiftKey);
  });
  on(area, "keydown", (event) => {
    if (event.isComposing || !card.mark) return;
    if (event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      card.enter();
    } else if (event.key === "Escape") closeCard();
  });
  on(area, "click", () => {
    if (area.selectionStart !== area.selectionEnd) return; // words were selected, nothing was asked
    const mark = marks.at(area.selectionStart);
    if (mark) {
      card.show(mark);
      list.point(mark);
      card.reveal();
    } else closeCard();
  });
  on(find(".side"), "keydown", (event) => {
    if (event.key === "Escape") area.focus({ preventScroll: true });
  });
  on(expand, "click", expandAll);
  on(find(".undo"), "click", () => surface.undo());
  on(find(".copy"), "click", copy);

  // The reading pane shows a place that the writer wants to change.
  on(document, "notecheck-edit", ({ detail: { start, end, text } }) => {
    area.focus({ preventScroll: true });
    if (text === area.value) surface.select({ start, end });
  });

  const connection = watchConnection(find(".alert"), area, () => link.resume());

  return {
    receive,
    connect: link.connect,
    stop() {
      link.stop();
      connection.stop();
      marks.stop();
      stopping.abort();
    },
  };
}

/** Streamlit fades what a long run has not drawn again yet, so the text would grow pale while somebody writes it. */
function stayVisible(host) {
  const style = host?.closest("[data-testid=stElementContainer]")?.style;
  style?.setProperty("opacity", "1", "important");
  style?.setProperty("transition", "none", "important");
}

// ---- The text -------------------------------------------------------------------------------------------------

/** The layer below: one text node, so that marks are plain ranges in it. */
function createMirror(element) {
  const node = document.createTextNode("");
  // Without a break at its end a last empty line would have no height.
  element.replaceChildren(node, document.createElement("br"));
  return node;
}

/** The words between two places of the mirror. */
function rangeIn(node, start, end) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** The text area: keys, edits from here, and what the mirror must follow. */
function createSurface({ area, scroll, mirror, marks, link, on }) {
  const surface = { onEdit: () => {}, select, reveal, replace, undo, load };
  mirror.data = area.value;

  /** Bring the mirror up to date with what was typed, pasted, undone or put in. */
  function follow() {
    const edit = difference(mirror.data, area.value, area.selectionEnd);
    if (!edit.removed && !edit.added) return;
    mirror.replaceData(edit.at, edit.removed, edit.added);
    marks.follow(edit);
    link.edited(area.value);
    surface.onEdit();
  }

  /** Put words in the place of others as the browser's own edit, which Ctrl+Z takes back. */
  function replace(start, end, words) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, end);
    if (!words && start === end) return;
    const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
    if (done) return;
    area.setRangeText(words, start, end, "end");
    follow();
  }

  function undo() {
    area.focus({ preventScroll: true });
    document.execCommand("undo");
  }

  /** Put in a text that comes from Python; the writer's own can be brought back with Ctrl+Z. */
  function load({ text, v }) {
    const before = activeElement();
    replace(0, area.value.length, text);
    before?.focus?.({ preventScroll: true });
    scroll.scrollTop = 0;
    area.setSelectionRange(0, 0);
    link.loaded(v, area.value, area.value === text);
  }

  /** Select words and bring them into view. */
  function select({ start, end }) {
    area.setSelectionRange(start, end);
    const box = scroll.getBoundingClientRect();
    const words = rangeIn(mirror, start, end).getBoundingClientRect();
    if (words.top < box.top || words.bottom > box.bottom) {
      scroll.scrollTop += words.top - box.top - box.height / 3;
    }
    reveal();
  }

  /** Bring the draft into view, if it is not. */
  function reveal() {
    scroll.scrollIntoView({ block: "nearest" });
  }

  on(area, "input", follow);
  on(area, "compositionstart", () => (link.composing = true));
  on(area, "compositionend", () => {
    link.composing = false;
    follow();
    link.soon();
  });
  on(area, "blur", (event) => {
    // A send at this moment would break off the way to the view of a link.
    if (event.relatedTarget?.closest?.("a")) link.soon(LINK);
    else link.flush();
  });
  return surface;
}

/** What was removed and added between two texts; the caret stands at the end of what was added. */
function difference(old, now, caret) {
  let tail = now.length - caret;
  if (tail > old.length || old.slice(old.length - tail) !== now.slice(caret)) {
    tail = 0;
    const most = Math.min(old.length, now.length);
    while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  }
  const most = Math.min(old.length, now.length) - tail;
  let at = 0;
  while (at < most && old[at] === now[at]) at++;
  return { at, removed: old.length - tail - at, added: now.slice(at, now.length - tail) };
}

/** The words on one line, short enough for a list. */
function short(words, most = 70) {
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

// ---- Marks ----------------------------------------------------------------------------------------------------

/** The findings as ranges in the mirror. `start` and `end` are the truth, ranges are set to them where they differ. */
function createMarks(node) {
  const highlights = new Map(); // one for each part of the score, and one for the place that the card speaks of
  const marks = { all: [], set, follow, at, beside, acronyms, place, told, point, stop };
  let current = null;

  function highlight(name) {
    if (!highlights.has(name) && globalThis.Highlight) {
      const made = new Highlight();
      made.priority = name === "current" ? 9 : LOWEST.includes(name) ? LOWEST.indexOf(name) : 5;
      highlights.set(name, made);
      CSS.highlights.set(`nc-${name}`, made); // names are global to the document
    }
    return highlights.get(name);
  }

  function set(data, text) {
    for (const each of highlights.values()) each.clear();
    const units = toUnits(text);
    marks.all = data.marks.map((row) => {
      const mark = { ...data.about[row.about], ...row, start: units(row.start), end: units(row.end) };
      mark.text = mark.whole ? "" : text.slice(mark.start, mark.end);
      mark.range = mark.text ? rangeIn(node, mark.start, mark.end) : null;
      if (mark.range) highlight(mark.part)?.add(mark.range);
      return mark;
    });
    // About the whole note first, then in the order of reading, which edits do not change.
    marks.all.sort((a, b) => b.whole - a.whole || a.start - b.start || a.end - b.end);
  }

  /** Move with an edit; a mark whose own words were changed speaks of nothing any more. */
  function follow({ at, removed, added }) {
    const moved = added.length - removed;
    for (const mark of inText()) {
      if (mark.end <= at) continue;
      if (mark.start < at + removed || mark.start < at) {
        highlight(mark.part)?.delete(mark.range);
        highlight("current")?.delete(mark.range);
        mark.range = null;
        continue;
      }
      mark.start += moved;
      mark.end += moved;
      // A live range takes in what is typed directly before it.
      if (mark.range.startOffset !== mark.start) mark.range.setStart(node, mark.start);
      if (mark.range.endOffset !== mark.end) mark.range.setEnd(node, mark.end);
    }
  }

  function inText() {
    return marks.all.filter((mark) => mark.range);
  }

  /** The shortest mark at a place: the one that says most about it. */
  function at(place) {
    const there = inText().filter((mark) => mark.start <= place && place <= mark.end);
    return there.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
  }

  /** The mark after a place in the text, or the one before it; those of the whole note have their turn at its start. */
  function beside(place, back) {
    const found = marks.all.filter((mark) => mark.whole || mark.range);
    // Of several marks on the words that are selected, each has its turn.
    const now = found.indexOf(current);
    if (now >= 0 && (current.whole || (current.start <= place && place <= current.end))) {
      return found[(now + (back ? found.length - 1 : 1)) % found.length];
    }
    if (back) return inText().filter((mark) => mark.end <= place).at(-1) ?? found.at(-1);
    return inText().find((mark) => mark.start >= place) ?? found[0];
  }

  /** Where a mark stands, in words; counted as in the reading pane and the report. */
  function place({ n, whole }) {
    return `Place ${n + 1} of ${marks.all.length}${whole ? ", about the whole note" : ""}`;
  }

  /** What stands above a card: how much it weighs, its number, and where it stands in the document that was opened. */
  function told(mark) {
    return `${mark.weight}. ${place(mark)}.${mark.place ? ` In the file: ${mark.place}.` : ""}`;
  }

  /** Show the place that the card speaks of. */
  function point(mark) {
    current = mark;
    highlight("current")?.clear();
    if (mark?.range) highlight("current")?.add(mark.range);
  }

  /** Acronyms that can be written out, none inside another. */
  function acronyms() {
    const found = inText().filter((mark) => mark.rule === "acronym" && mark.suggestions.length);
    return found.filter((mark, at) => !found[at - 1] || mark.start >= found[at - 1].end);
  }

  function stop() {
    for (const [name, made] of highlights) {
      if (CSS.highlights.get(`nc-${name}`) === made) CSS.highlights.delete(`nc-${name}`);
    }
  }

  return marks;
}

// ---- To and from Python ---------------------------------------------------------------------------------------

/** Sends texts and wishes, numbers them, and keeps the draft for a return to this view. */
function createLink(area, first, tellSlow) {
  const before = kept.get(first.key);
  const newer = before && before.v > first.v; // typed so shortly before the view was left that Python has not seen it
  area.value = newer ? before.text : first.text;
  const link = {
    v: newer ? before.v : first.v,
    load: first.load,
    safe: before?.safe ?? first.text, // what needs no question before the tab is closed: loaded or copied, not edited
    composing: false,
    connect, edited, loaded, soon, flush, answered, resume, ignore, remember, stop,
  };
  let put = null;
  let wish = null;
  let waiting = null; // an ignored finding whose text Python has not seen yet
  let [sent, seen, sends, again] = [first.v, first.v, 0, 0];
  let [pause, retry, slow] = [0, 0, 0];
  remember();

  function connect(setStateValue, setTriggerValue) {
    const isFirst = !put;
    put = (draft) => setStateValue("draft", draft);
    wish = (ignored) => setTriggerValue("ignore", ignored);
    if (isFirst && newer) soon();
  }

  function remember() {
    kept.set(first.key, { v: link.v, text: area.value, safe: link.safe });
  }

  function edited() {
    link.v += 1;
    remember();
    soon();
  }

  function loaded(v, text, exact) {
    link.v = exact && v >= link.v ? v : Math.max(link.v, v) + 1;
    link.safe = text;
    remember();
    soon(); // although Python knows it: else Streamlit would keep the text before, as what was sent last
  }

  function soon(time = PAUSE) {
    clearTimeout(pause);
    pause = setTimeout(flush, time);
  }

  function flush() {
    clearTimeout(pause);
    if (link.composing || sent >= link.v || !isConnected()) return; // resume() sends it later
    sends = 0;
    send();
  }

  function send() {
    sent = link.v;
    sends += 1;
    again += 1; // two equal values would be one to Streamlit
    put({ v: link.v, text: wellFormed(area.value), again });
    clearTimeout(retry);
    retry = setTimeout(sendAgain, ANSWER);
    clearTimeout(slow);
    slow = setTimeout(() => tellSlow(true), SLOW);
  }

  /** A send may go unanswered, for instance where the connection was lost at that moment. */
  function sendAgain() {
    if (seen >= sent || sends >= MOST_SENDS) return;
    const busy = app()?.dataset.testScriptState === "running"; // a send now would break off the check that runs
    if (busy || !isConnected()) retry = setTimeout(sendAgain, ANSWER);
    else send();
  }

  function answered(v) {
    seen = v;
    if (v < sent) return;
    clearTimeout(retry);
    clearTimeout(slow);
    tellSlow(false);
    if (!waiting || v !== link.v) return;
    setTimeout(waiting); // once the marks of this text are there
    waiting = null;
  }

  /** The connection is back: Streamlit does not run the page by itself, and the visit may be a new one. */
  function resume() {
    if (link.v === first.v && area.value === first.text && !waiting) return;
    sends = 0;
    send();
  }

  /** Set a finding aside; `number()` is its number in the report on the text as it stands. */
  function ignore(number, scope, reason) {
    const ask = () => {
      const n = number();
      if (n !== undefined) wish({ n, v: link.v, scope, reason, at: Date.now() });
    };
    if (seen === link.v && isConnected()) return ask();
    waiting = ask;
    flush();
  }

  function stop() {
    remember();
    for (const timer of [pause, retry, slow]) clearTimeout(timer);
  }

  return link;
}

/** Half a character, which a wild paste can leave, is no text that Python could write; the length stays. */
function wellFormed(text) {
  const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  return text.toWellFormed?.() ?? text.replace(half, "\ufffd");
}

const app = () => document.querySelector("[data-testid=stApp]");
const isConnected = () => (app()?.dataset.testConnectionState ?? "CONNECTED") === "CONNECTED";

// Ask before a text that stands nowhere else is lost. For the whole tab: also a draft that was left for another view.
globalThis.addEventListener("beforeunload", (event) => {
  const unsaved = [...kept.values()].some(({ text, safe }) => text.trim() && text !== safe);
  if (unsaved) event.preventDefault();
});

// ---- A lost connection ----------------------------------------------------------------------------------------

/** Streamlit opens a dialog that takes the focus, so keys would be lost; close it and say so in our own words. */
function watchConnection(alert, area, resume) {
  let lost = false;
  let focused = null; // where the writer was
  let tell = 0;

  const states = new MutationObserver(() => {
    if (lost === !isConnected()) return;
    lost = !lost;
    clearTimeout(tell);
    if (lost) {
      focused = activeElement();
      dialogs.observe(document.body, { childList: true, subtree: true });
      tell = setTimeout(say, 2000); // a short break is nobody's concern
    } else {
      closeDialogs();
      dialogs.disconnect();
      alert.hidden = true;
      alert.textContent = "";
      resume();
    }
  });
  const dialogs = new MutationObserver(closeDialogs);

  function say() {
    alert.hidden = false;
    alert.textContent =
      "The connection to notecheck is lost. Your text is safe in this window: go on writing, and do not close it. " +
      "It is checked again as soon as the connection is back.";
  }

  function closeDialogs() {
    for (const dialog of document.querySelectorAll("[data-testid=stDialog]")) {
      if (dialog.dataset.ncClosed) continue;
      dialog.dataset.ncClosed = "true";
      dialog.style.display = "none";
      dialog.querySelector("button[aria-label=Close]")?.click();
      refocus();
    }
  }

  function refocus() {
    if (focused?.isConnected) focused.focus({ preventScroll: true });
  }

  // One key may fall between the dialog's opening and its closing.
  const stray = (event) => {
    if (!lost || focused !== area) return;
    const inside = event.composedPath().includes(area);
    const elsewhere = event.target.closest?.("[data-testid=stDialog]") || event.target === document.body;
    if (!inside && elsewhere) refocus();
  };
  const remember = (event) => {
    if (lost && !event.target.closest?.("[data-testid=stDialog]")) focused = activeElement();
  };

  if (app()) states.observe(app(), { attributes: true, attributeFilter: ["data-test-connection-state"] });
  window.addEventListener("keydown", stray, true);
  document.addEventListener("focusin", remember, true);
  return {
    stop() {
      states.disconnect();
      dialogs.disconnect();
      clearTimeout(tell);
      window.removeEventListener("keydown", stray, true);
      document.removeEventListener("focusin", remember, true);
    },
  };
}

/** The focused element, looked for inside shadow roots too. */
function activeElement() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === document.body ? null : element;
}

// ---- What is said ---------------------------------------------------------------------------------------------

/** The line that is read out. `quiet` is for what stands elsewhere on the page already. */
function createVoice(line) {
  function say(words, quiet = false) {
    line.classList.toggle("quiet", quiet);
    line.textContent = words;
  }
  function slow(isSlow) {
    if (isSlow) say("Checking…");
    else if (line.textContent === "Checking…") say("");
  }
  return { say, slow };
}

// ---- The card of a mark ---------------------------------------------------------------------------------------

function createCard({ find, on, area, marks, surface, link, voice }) {
  const box = find(".card");
  const form = find("form.ignore");
  const reason = find("#reason");
  const scopes = { place: find(".ignore-place"), word: find(".ignore-word") };
  const card = { mark: null, onStep: () => {}, onDone: () => {}, show, hide, enter, reveal, refresh };
  let scope = null;

  function show(mark) {
    if (mark !== card.mark) closeForm();
    card.mark = mark;
    marks.point(mark);
    const { text, whole } = mark;
    find("#title").textContent = mark.title;
    find("#weight").textContent = marks.told(mark);
    const named = mark.message.includes(text); // the message says which words
    find(".words").textContent = named ? "" : `“${short(text, 240)}”`;
    find(".words").hidden = named;
    find("#message").textContent = mark.message;
    find(".why").textContent = mark.why;
    find(".right").textContent = mark.right;
    find(".standards").replaceChildren(...mark.standards.map(standard));
    find(".instead").replaceChildren(...(whole ? [] : mark.suggestions.map(suggestion)));
    find(".instead").hidden = !find(".instead").childElementCount;
    scopes.place.textContent = whole ? "Ignore this for the note…" : "Ignore here…";
    scopes.word.textContent = `Ignore ${/\s/.test(text.trim()) ? "these words" : "this word"} in the note…`;
    scopes.word.hidden = whole || text.length > LONG;
    box.hidden = false;
  }

  function standard({ owner, section, says }) {
    const block = document.createElement("div");
    for (const line of [`The standard, by ${owner}:`, `${section}: ${says}`]) {
      block.append(Object.assign(document.createElement("p"), { textContent: line }));
    }
    return block;
  }

  function suggestion(words) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words ? `Use “${words}”` : "Leave it out";
    button.addEventListener("click", () => apply(words));
    return button;
  }

  function apply(words) {
    let { start, end } = card.mark;
    // A word that is left out takes one of the spaces around it along.
    const after = area.value[end] ?? "\n";
    if (!words && area.value[start - 1] === " " && /[\s.,;:!?)]/.test(after)) start -= 1;
    surface.replace(start, end, words);
    voice.say(words ? "Replaced. Undo takes it back." : "Left out. Undo takes it back.");
  }

  function hide() {
    const inside = box.contains(box.getRootNode().activeElement);
    closeForm();
    card.mark = null;
    marks.point(null);
    box.hidden = true;
    if (inside) area.focus({ preventScroll: true });
  }

  function enter() {
    box.focus({ preventScroll: true });
    find("#title").scrollIntoView({ block: "nearest" });
  }

  /** Bring the card into view, all of it where the text that it speaks of stays in view too. */
  function reveal() {
    box.scrollIntoView({ block: "nearest" });
    find(".scroll").scrollIntoView({ block: "nearest" });
  }

  /** New marks are there: stay with the same finding if it still is, without taking the focus from what is in here. */
  function refresh() {
    const old = card.mark;
    if (!old) return;
    const mark = same(old);
    if (!mark) return card.onDone();
    const told = ({ message, why, suggestions, standards }) => JSON.stringify([message, why, suggestions, standards]);
    card.mark = mark; // so that an open form stays open
    if (told(old) !== told(mark)) return show(mark);
    find("#weight").textContent = marks.told(mark);
    marks.point(mark);
  }

  /** A finding among the marks as they are now. */
  function same({ rule, start, whole, message }) {
    const found = marks.all.filter((mark) => mark.rule === rule && (mark.whole ? whole : mark.start === start));
    return found.find((mark) => mark.message === message) ?? found[0];
  }

  function openForm(which) {
    scope = which;
    form.hidden = false;
    for (const [name, button] of Object.entries(scopes)) button.setAttribute("aria-expanded", String(name === which));
    form.querySelector("label").textContent =
      which === "word" ? "Why may these words stand in this note?" : "Why may this stand?";
    reason.focus();
  }

  function closeForm() {
    scope = null;
    form.hidden = true;
    reason.value = "";
    complain("");
    for (const button of Object.values(scopes)) button.setAttribute("aria-expanded", "false");
  }

  function complain(words) {
    reason.setAttribute("aria-invalid", String(Boolean(words)));
    find("#reason-help").textContent = words || "It is kept with the note and shown in the report.";
  }

  function submit(event) {
    event.preventDefault();
    const given = wellFormed(reason.value.trim());
    if (!given) {
      complain("Please give a short reason: it is kept with the note and shown in the report.");
      return reason.focus();
    }
    const mark = card.mark;
    link.ignore(() => same(mark)?.n, scope, given);
    card.onDone();
    area.focus({ preventScroll: true });
    surface.reveal(); // what stood below it is gone
    voice.say("Set aside, with your reason.");
  }

  for (const which of Object.keys(scopes)) {
    on(scopes[which], "click", () => {
      if (scope === which) return closeForm();
      closeForm();
      openForm(which);
    });
  }
  on(form, "submit", submit);
  on(find(".cancel"), "click", () => {
    const button = scopes[scope];
    closeForm();
    button?.focus();
  });
  on(find(".close"), "click", () => {
    card.onDone();
    area.focus({ preventScroll: true });
    surface.reveal();
  });
  on(find(".before"), "click", () => card.onStep(true, true));
  on(find(".next"), "click", () => card.onStep(false, true));
  on(form, "keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    find(".cancel").click();
  });
  return card;
}

// ---- The list -------------------------------------------------------------------------------------------------

/** The same places as buttons. Buttons stay and change their words, so that the focus on one is not lost. */
function createList({ find, on, open }) {
  const places = find(".places");
  const parts = new Map(); // by rule, where the list is folded; "" is what always stands open
  const rows = new Map(); // list item → mark
  let shown = [];

  function show(marks, summary) {
    shown = marks;
    find("#summary").textContent = summary;
    find(".list").hidden = !summary && !shown.length;
    showKinds();
    showPlaces(shown.slice(0, MOST_LISTED));
    const rest = shown.length - MOST_LISTED;
    find(".rest").hidden = rest <= 0;
    find(".rest").textContent = rest > 0 ? `And ${rest} more, underlined in the text; F8 goes to each.` : "";
  }

  function showPlaces(listed) {
    const folded = listed.length > MANY;
    const groups = new Map();
    for (const mark of listed) {
      const key = folded && !mark.whole ? mark.rule : "";
      groups.set(key, [...(groups.get(key) ?? []), mark]);
    }
    rows.clear();
    for (const [key, { box }] of parts) {
      if (groups.has(key)) continue;
      box.remove();
      parts.delete(key);
    }
    [...groups].forEach(([key, found], at) => {
      if (!parts.has(key)) parts.set(key, part(key));
      const { box, list, title } = parts.get(key);
      if (places.children[at] !== box) places.insertBefore(box, places.children[at] ?? null);
      if (title) title.textContent = `${found[0].title} (${count(found[0].rule)})`;
      while (list.childElementCount > found.length) list.lastElementChild.remove();
      while (list.childElementCount < found.length) list.append(row());
      found.forEach((mark, place) => fill(list.children[place], mark));
    });
  }

  const count = (rule) => shown.filter((mark) => mark.rule === rule).length;

  /** A list, folded under the name of its rule; the first of them is open. */
  function part(key) {
    const list = document.createElement("ul");
    if (!key) return { box: list, list };
    const box = document.createElement("details");
    const title = document.createElement("summary");
    box.open = !places.querySelector("details");
    box.append(title, list);
    return { box, list, title };
  }

  function row() {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(document.createElement("span"), document.createElement("span"));
    item.append(button);
    return item;
  }

  function fill(item, mark) {
    rows.set(item, mark);
    const [title, words] = item.firstElementChild.children;
    title.textContent = mark.whole ? `The whole note: ${mark.title}` : `${mark.title}: `;
    words.className = mark.whole ? "" : `nc-m nc-${mark.part}`;
    words.textContent = short(mark.text);
  }

  /** What each kind of underline means, for those that are there. */
  function showKinds() {
    const kinds = new Map();
    for (const { whole, part, part_name: name } of shown) {
      if (!whole) kinds.set(part, { name, count: (kinds.get(part)?.count ?? 0) + 1 });
    }
    const items = [...kinds].map(([part, { name, count }]) => {
      const item = document.createElement("li");
      const line = Object.assign(document.createElement("mark"), { className: `nc-m nc-${part}`, textContent: name });
      item.append(line, ` ${count}`);
      return item;
    });
    find(".kinds").replaceChildren(...items);
    find(".kinds").hidden = !kinds.size;
  }

  function point(mark) {
    for (const [item, each] of rows) {
      if (each === mark) item.firstElementChild.setAttribute("aria-current", "true");
      else item.firstElementChild.removeAttribute("aria-current");
    }
  }

  on(places, "click", (event) => {
    const mark = rows.get(event.target.closest("li"));
    if (mark?.whole || mark?.range) open(mark); // one whose words were just changed waits for its check
  });
  return { show, point };
}

// ---- Taking it away -------------------------------------------------------------------------------------------

async function copyText(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    // Not a secure address, or not allowed: the old way, with the selection put back.
    const { selectionStart, selectionEnd } = area;
    const before = activeElement();
    area.focus({ preventScroll: true });
    area.select();
    const done = document.execCommand("copy");
    area.setSelectionRange(selectionStart, selectionEnd);
    before?.focus?.({ preventScroll: true });
    return done;
  }
}
