// Minified glue must do what it did: it is not bundled, so nobody else would notice what it lost.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { minifyScripts } from "../build/minify.mjs";

test("scripts keep their licence, their imports and what they hold on to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "manyhands-glue-"));
  try {
    const file = join(folder, "snippets", "helper.js");
    mkdirSync(join(folder, "snippets"));
    const licence = "/*\n * Copyright somebody\n */";
    writeFileSync(
      file,
      `${licence}\nimport { other } from "../engine.js";\nlet _kept;\nexport async function start() {\n  _kept = await other(import.meta.url);\n}\n`,
    );
    await minifyScripts(folder);
    const code = readFileSync(file, "utf8");
    assert(code.startsWith(licence));
    assert.match(code, /from\s*[`"']\.\.\/engine\.js[`"']/);
    assert.match(code, /\w=await \w+\(import\.meta\.url\)/, "the result is still held in a variable");
    assert.match(code, /export async function start\(/);
    assert.doesNotMatch(code.slice(licence.length), /\n.*\n/, "the spaces are gone");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
