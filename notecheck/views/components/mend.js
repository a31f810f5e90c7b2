// What Streamlit leaves undone for people who read with their ears or work with the keyboard, and for private text.
const FIELDS = "textarea, input";

// No service of the browser or of the authority's fleet may store, check or send what is typed.
const keepPrivate = (field) => {
  field.spellcheck = false;
  field.setAttribute("writingsuggestions", "false");
  field.setAttribute("autocomplete", "off");
};

// A focusable part must not say that it is mere decoration.
const giveBackRole = (zone) => zone.removeAttribute("role");

// A list that opens over the page lies outside all of its landmarks: it becomes one, by the name of its field.
const nameLayer = (layer) => {
  const list = layer.querySelector("[role=listbox]");
  layer.setAttribute("role", "region");
  layer.setAttribute("aria-label", `Choices: ${list?.getAttribute("aria-label") || "list"}`);
};
const nameDialog = (layer) => {
  if (!layer.hasAttribute("aria-label") && !layer.hasAttribute("aria-labelledby")) layer.setAttribute("aria-label", "Choices");
};

// The head of a calendar is no head of the page.
const noBanner = (header) => header.setAttribute("role", "none");

// What scrolls by itself must be reachable by keyboard (WCAG 2.1.1) and say what it is.
const openToKeyboard = (box) => {
  const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
  if (!scrolls) {
    if (box.dataset.mended) for (const name of ["tabindex", "role", "aria-label", "data-mended"]) box.removeAttribute(name);
  } else if (!box.hasAttribute("tabindex")) {
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Table, scroll to see all of it");
    box.dataset.mended = "true";
  }
};

// What Streamlit calls a sidebar is here the menu.
const nameMenu = (part) => part.setAttribute("aria-label", "Menu");
const nameClose = (button) => button.setAttribute("aria-label", "Close the menu");

// On a narrow screen the menu lies over the page: it goes once a view is chosen, and the keyboard stays at its button.
const MENU = '[data-testid="stSidebar"]';
const CLOSE = `${MENU} button[aria-controls="stSidebar"]`;
const closeMenu = (event) => {
  if (!(event.target instanceof Element) || !event.target.closest(`${MENU} a[href]`)) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens another tab
  setTimeout(() => {
    document.querySelector(CLOSE)?.click();
    setTimeout(() => document.querySelector('[data-testid="stExpandSidebarButton"]')?.focus(), 100);
  });
};

// A window to choose files shows those that can be opened. Streamlit could do that, but then refuses any other file that
// is dropped in words of its own, which do not say what to do.
let accept = "";
const offer = (field) => {
  if (field.accept !== accept) field.accept = accept;
};

const MENDS = [
  ['[data-testid="stFileUploader"] input[type="file"][multiple]', offer],
  [FIELDS, keepPrivate],
  ['[role="presentation"][tabindex="0"], [data-testid="stFileUploaderDropzone"][role="presentation"]', giveBackRole],
  ['[data-testid$="VirtualDropdown"], [data-trigger="ComboBox"]', nameLayer],
  ['[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"]', nameMenu],
  [CLOSE, nameClose],
  ['[role="dialog"]', nameDialog],
  ['[role="application"] header, [data-testid$="Calendar"] header', noBanner],
  ['[data-testid="stTable"] > div, [data-testid="stMarkdownContainer"] table', openToKeyboard],
];

const mend = () => {
  document.documentElement.lang = "en-GB";
  for (const [selector, change] of MENDS) document.querySelectorAll(selector).forEach(change);
};

// Streamlit runs the page anew at a lone "r" and clears its caches at a lone "c" (WCAG 2.1.4).
const stopShortcuts = (event) => {
  const [target] = event.composedPath();
  const typing = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (alone && !typing && /^[a-z]$/i.test(event.key)) event.stopPropagation();
};

let mended = false;
export default ({ data }) => {
  if (mended) return;
  accept = data.accept;
  mended = true;
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", mend);
  window.addEventListener("keydown", stopShortcuts, true);
  document.addEventListener("click", closeMenu);
};
