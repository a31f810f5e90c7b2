// The editor of a draft: a text area over a mirror of its text, in which CSS highlights mark the findings.
//
// Every text has a number, v, that grows with each edit. Python gets {v, text} when the writer pauses, and sends back
// {v, marks}; marks of another number are not painted, those already there follow the edits. Nothing of a note is put
// into the page other than by textContent or value, and nothing is kept beyond this tab.

const LINK = 2500; // ms for the way to another view; nothing is sent meanwhile

// One entry for each component instance.
const instances = new WeakMap();

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
