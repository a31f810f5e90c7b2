// A list of points, each with the words of the note that it speaks of and with what can be done about it.
// Words of a note go in by textContent. What somebody does goes to Python as {id, do, reason, at}.

const lists = new WeakMap();

export default ({ parentElement, data, setTriggerValue }) => {
  const list = lists.get(parentElement) ?? createList(parentElement);
  lists.set(parentElement, list);
  list.receive(data, (act) => setTriggerValue("act", act));
};

function createList(root) {
  const box = element("section", root, { class: "nc nc-points" });
  const said = element("p", box, { class: "said", role: "status" });
  const groups = element("div", box, { class: "groups" });
  let received = "";
  let send = () => {};
  let waiting = null; // the point that somebody did something about: the focus follows it to its new place
  let open = null; // the point whose form is open
  let typed = "";

  function receive(data, put) {
    send = put;
    const now = JSON.stringify(data);
    if (now === received) return;
    received = now;
    const focus = waiting ?? focused();
    box.setAttribute("aria-label", data.label);
    groups.replaceChildren(...data.groups.map(drawGroup));
    if (open && !restoreForm()) open = null;
    if (focus) refocus(focus);
    if (waiting) said.textContent = waiting.words;
    waiting = null;
  }

  /** Where the focus is, so that it is there again once the list was drawn anew. */
  function focused() {
    const active = box.getRootNode().activeElement;
    const row = active?.closest?.("li");
    if (!row || !box.contains(row)) return null;
    return { id: row.dataset.id, at: [...row.querySelectorAll("button, input")].indexOf(active) };
  }

  function refocus({ id, at = -1 }) {
    const row = [...groups.querySelectorAll("li")].find((each) => each.dataset.id === id);
    const target = row ? ([...row.querySelectorAll("button, input")].at(at) ?? row) : box;
    if (target === box || target === row) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  function drawGroup(group) {
    const part = element("section");
    element("h3", part, {}, `${group.title} (${group.rows.length})`);
    if (group.about) element("p", part, {}, group.about);
    const list = element("ul", part);
    for (const row of group.rows) drawRow(row, element("li", list, { "data-id": row.id }));
    return part;
  }

  function drawRow(row, item) {
    element("p", item, { class: "label" }, row.label);
    for (const line of row.lines) element("p", item, {}, line);
    drawPlaces(row.evidence, item);
    if (!row.action) return;
    const { words, ask } = row.action;
    const line = element("div", item, { class: "row" });
    const button = element("button", line, { type: "button", "aria-label": `${words} ${row.label}`, class: "act" }, words);
    if (ask) {
      button.setAttribute("aria-expanded", "false");
      button.addEventListener("click", () => (open?.id === row.id ? closeForm(item) : openForm(row, item)));
    } else button.addEventListener("click", () => act(row, null));
  }

  /** The first place in its words; further ones have a button each, named by theirs. */
  function drawPlaces(places, item) {
    if (!places.length) return;
    const line = element("p", item, { class: "quote" }, `${told(places[0])} `);
    places.forEach((place, at) => {
      const name = `Show in the text: ${told(place)}`;
      const go = element("button", line, { type: "button", "aria-label": name }, at ? String(at + 1) : "Show");
      go.addEventListener("click", () => {
        document.dispatchEvent(new CustomEvent("notecheck-show", { detail: { ...place, from: go } }));
      });
    });
  }

  /** Its words, and where they stand in the document that was opened. */
  function told({ words, place }) {
    return place ? `${words} (in the file: ${place})` : words;
  }

  function act(row, reason) {
    waiting = { id: row.id, words: row.action.done };
    send({ id: row.id, reason, at: Date.now() });
  }

  function openForm(row, item) {
    const other = open && [...groups.querySelectorAll("li")].find((each) => each.dataset.id === open.id);
    if (other) closeForm(other);
    open = row;
    item.querySelector(".act").setAttribute("aria-expanded", "true");
    const form = element("form", item, { autocomplete: "off", novalidate: "" });
    element("label", form, { for: "reason" }, row.action.ask);
    const field = element("input", form, {
      id: "reason", type: "text", maxlength: "200", required: "", autocomplete: "off", spellcheck: "false",
      writingsuggestions: "false", "aria-describedby": "reason-help",
    });
    const help = element("p", form, { id: "reason-help" }, "It is kept with the note and shown in the report.");
    const line = element("div", form, { class: "row" });
    element("button", line, { type: "submit" }, "Save the reason");
    const cancel = element("button", line, { type: "button" }, "Cancel");
    field.value = typed;
    field.addEventListener("input", () => (typed = field.value));
    cancel.addEventListener("click", () => {
      closeForm(item);
      item.querySelector(".act").focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const reason = field.value.trim().replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
      if (!reason) {
        field.setAttribute("aria-invalid", "true");
        help.textContent = "Please say in a few words why. It is kept with the note and shown in the report.";
        return field.focus();
      }
      closeForm(item);
      act(row, reason);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") cancel.click();
    });
    field.focus();
  }

  function closeForm(item) {
    open = null;
    typed = "";
    item.querySelector("form")?.remove();
    item.querySelector(".act")?.setAttribute("aria-expanded", "false");
  }

  /** A new report came while somebody writes a reason: the form and its words stay. */
  function restoreForm() {
    const item = [...groups.querySelectorAll("li")].find((each) => each.dataset.id === open.id);
    if (!item?.querySelector(".act[aria-expanded]")) return false;
    const row = open;
    open = null;
    openForm(row, item);
    return true;
  }

  return { receive };
}
