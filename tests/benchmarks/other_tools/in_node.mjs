// Holds a tool that is used from Node: `node in_node.mjs TOOL`, from a folder whose node_modules have it.
// See `__init__.py` for what it is told and what it answers.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;

const tools = {
  async alex() {
    const { text } = await import("alex");
    return (note) => text(note).messages.length;
  },
  async "write-good"() {
    const { default: writeGood } = await import("write-good");
    return (note) => writeGood(note).length;
  },
  // As its page says for Node: a linter in this process, set up beforehand.
  async "harper.js"() {
    const { LocalLinter, Dialect } = await import("harper.js");
    const { binary } = await import("harper.js/binary");
    const linter = new LocalLinter({ binary, dialect: Dialect.British });
    await linter.setup();
    return async (note) => (await linter.lint(note, { language: "plaintext" })).length;
  },
};

const name = process.argv[2];
const check = await tools[name]();
console.log(JSON.stringify({ version: version(name), pids: [] }));
for await (const folder of createInterface({ input: process.stdin })) {
  let all = 0;
  for (const row of readFileSync(`${folder}/notes.jsonl`, "utf8").split("\n")) {
    if (row) all += await check(JSON.parse(row).text);
  }
  console.log(JSON.stringify({ findings: { all } }));
}
