// A step is skipped exactly when nothing that it depends on has changed.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { root, target } from "../lib/paths.mjs";
import { stamp } from "../lib/stamp.mjs";

/** @type {string} */
let folder;
before(() => {
  mkdirSync(target, { recursive: true });
  folder = mkdtempSync(join(target, "stamp-test-"));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(target, "stamps", basename(folder)), { force: true });
});

test("changed, added and removed inputs, other settings and missing outputs make a step run again", async () => {
  const input = join(folder, "input");
  const output = join(folder, "output");
  const ignored = join(folder, "sources", "ignored");
  mkdirSync(ignored, { recursive: true });
  let settings = 1;
  const made = stamp(
    basename(folder),
    () => ({
      files: [relative(root, input), relative(root, join(folder, "sources"))],
      ignore: [relative(root, ignored)],
      settings,
    }),
    () => [output],
  );
  const again = () => made.during(() => writeFileSync(output, ""));

  assert.equal(made.isFresh(), false);
  await again();
  assert.equal(made.isFresh(), true);

  /** @type {[string, () => void][]} */
  const changes = [
    ["a file appears", () => writeFileSync(input, "one")],
    ["a file changes", () => writeFileSync(input, "two")],
    ["a file appears in a folder", () => writeFileSync(join(folder, "sources", "a.rs"), "")],
    ["a file goes", () => rmSync(input)],
    ["a setting changes", () => (settings += 1)],
    ["the output goes", () => rmSync(output)],
  ];
  for (const [what, change] of changes) {
    change();
    assert.equal(made.isFresh(), false, what);
    await again();
    assert.equal(made.isFresh(), true, what);
  }
  writeFileSync(join(ignored, "b.rs"), "");
  assert.equal(made.isFresh(), true, "what is ignored does not count");

  await assert.rejects(made.during(() => Promise.reject(new Error("no"))));
  assert.equal(made.isFresh(), false, "a step that failed is not done");
});
