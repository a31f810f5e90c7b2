// The findings of a draft as ranges in the mirror below its text.

const LOWEST = ["readability", "completeness"]; // parts whose long marks lie under those of single words

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

/** The words on one line, short enough for a list. */
function short(words, most = 70) {
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

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
