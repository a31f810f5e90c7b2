// The card of a mark: what was found, why it matters, what might be written instead, and how to set it aside.

const LONG = 60; // characters; longer words than that are ignored at their place only

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
