// Texts and wishes on their way to Python and back, and what to do where the way is cut.

const PAUSE = 500; // ms without a key before the text is checked
const ANSWER = 4000; // ms after which an unanswered text is sent again
const MOST_SENDS = 5; // of one text, so that a fault on the server does not become a loop
const SLOW = 1200; // ms after which the writer is told that the check still runs

// The drafts of this tab, which outlive the view they were written in.
const kept = new Map();

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
