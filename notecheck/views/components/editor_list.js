// The marks of a draft as a list of buttons.

const MANY = 12; // places; a longer list is folded by rule
const MOST_LISTED = 200; // buttons in the list; marks beyond are reached with F8

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
