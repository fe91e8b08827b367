// The message files: what is new in the sources, what has gone, what is missing, and what is wrong.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { messageFiles, stale } from "../../build/messages.mjs";

describe("the message files", () => {
  /** @type {string} */
  let folder;
  /** @type {ReturnType<typeof messageFiles>} */
  let files;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "manyhands-"));
    files = messageFiles(folder);
    await files.extract(["fr"]);
  });
  after(() => rm(folder, { recursive: true }));

  const texts = async () => (await files.missing()).find(({ language }) => language === "fr")?.texts ?? [];
  /** @param {(text: string) => string} change */
  const edit = async (change) => {
    const text = await readFile(files.file("fr"), "utf8");
    assert.notEqual(change(text), text);
    await writeFile(files.file("fr"), change(text));
  };
  const all = "All lessons";
  const done = "Done in ";

  it("begin with nothing translated, and all of it listed: the page's texts and the lessons'", async () => {
    assert.deepEqual(await readdir(folder), ["fr.xlf"]);
    const missing = await texts();
    assert.ok(missing.includes(all), "a text of the page");
    assert.ok(missing.includes("A pool of workers"), "a lesson's title");
    assert.ok(
      missing.some((text) => text.startsWith(done)),
      "a text with a place for a value",
    );
  });

  it("keep a translation, which is listed no longer, and forget what is no longer said", async () => {
    await edit((text) => text.replace(`<source>${all}</source>`, (source) => `${source}<target>Toutes</target>`));
    await edit((text) =>
      text.replace("</body>", '<trans-unit id="gone"><source>Gone</source><target>Parti</target></trans-unit></body>'),
    );
    await files.extract();
    assert.ok(!(await texts()).includes(all));
    const text = await readFile(files.file("fr"), "utf8");
    assert.match(text, /<target>Toutes<\/target>/);
    assert.doesNotMatch(text, /Parti/);
  });

  it("become modules, in which what is missing stands in English", async () => {
    const modules = join(folder, "modules");
    await files.build(modules);
    const module = await readFile(join(modules, "fr.ts"), "utf8");
    assert.match(module, /`Toutes`/);
    assert.match(module, /`A pool of workers`/);
  });

  it("are refused with the message that lacks a value", async () => {
    await edit((text) =>
      text.replace(/<trans-unit id="run-done">\s*<source>.*?<\/source>/, (unit) => `${unit}<target>Terminé</target>`),
    );
    await assert.rejects(files.build(join(folder, "modules")), /fr localization of run-done: missing/);
  });

  it("are as the sources say it now", async () => {
    assert.deepEqual(await stale(), []);
  });
});
