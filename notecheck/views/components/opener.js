// A button that opens one file. Its bytes go to Python once, as {file, ending, at}: the ending of its name says what
// kind of file it is, the name itself stays here. The server keeps no file.

const openers = new WeakMap();
const SLOW = 5000; // ms

export default ({ parentElement, data, setTriggerValue }) => {
  const opener = openers.get(parentElement) ?? createOpener(parentElement);
  openers.set(parentElement, opener);
  opener.receive(data, (file) => setTriggerValue("file", file));
};

function createOpener(root) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const field = Object.assign(document.createElement("input"), { type: "file", hidden: true, tabIndex: -1 });
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const box = document.createElement("div");
  box.className = "box";
  box.append(button, field, said);
  root.append(box);
  let most = 0;
  let send = () => {};
  let waiting = 0; // the number of the file that is being read
  let slow = 0;

  button.addEventListener("click", () => field.click());
  field.addEventListener("change", async () => {
    const [file] = field.files;
    field.value = "";
    if (!file) return;
    done();
    if (file.size > most * 1024 * 1024) {
      said.textContent = `This file is larger than ${most} MB. Larger files cannot be opened here.`;
      return;
    }
    said.textContent = "Opening the file…";
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      waiting = Date.now();
      slow = setTimeout(() => (said.textContent = "Still reading: a long document takes up to 20 seconds…"), SLOW);
      send({ file: toBase64(bytes), ending: ending(file.name), at: waiting });
    } catch {
      done();
      said.textContent = "The browser could not read this file. Please close it elsewhere and try again.";
    }
  });

  function done() {
    clearTimeout(slow);
    waiting = 0;
    said.textContent = "";
  }

  function receive(data, put) {
    send = put;
    most = data.most;
    field.accept = data.accept;
    if (button.textContent !== data.label) button.textContent = data.label;
    if (waiting && data.answered === waiting) done();
  }

  return { receive };
}

/** '.docx' of 'Visit to Ellie.DOCX'. */
function ending(name) {
  return /\.[a-z0-9]{1,8}$/.exec(name.toLowerCase())?.[0] ?? "";
}

function toBase64(bytes) {
  let signs = "";
  for (let at = 0; at < bytes.length; at += 0x8000) signs += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(signs);
}
