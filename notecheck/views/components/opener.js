// A button that opens one file. Its bytes go to Python once, as {name, file, at}; the server keeps no file.

const openers = new WeakMap();

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

  button.addEventListener("click", () => field.click());
  field.addEventListener("change", async () => {
    const [file] = field.files;
    field.value = "";
    if (!file) return;
    if (file.size > most * 1024 * 1024) {
      said.textContent = `This file is larger than ${most} MB. Larger files cannot be opened here.`;
      return;
    }
    said.textContent = "";
    try {
      send({ file: toBase64(new Uint8Array(await file.arrayBuffer())), at: Date.now() });
    } catch {
      said.textContent = "The browser could not read this file. Please close it elsewhere and try again.";
    }
  });

  function receive(data, put) {
    send = put;
    most = data.most;
    field.accept = data.accept;
    if (button.textContent !== data.label) button.textContent = data.label;
  }

  return { receive };
}

function toBase64(bytes) {
  let signs = "";
  for (let at = 0; at < bytes.length; at += 0x8000) signs += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(signs);
}
