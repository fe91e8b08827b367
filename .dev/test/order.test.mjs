// The order of the page's folders, which www/order.json tells biome: that it is one, and that biome holds it.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fromRoot } from "../lib/paths.mjs";
import { read } from "../lib/run.mjs";

const orderFile = fromRoot("www", "order.json");

/** @typedef {{includes: string[], linter: {rules: {style: {noRestrictedImports: {options: {patterns: {group: string[]}[]}}}}}}} Override */

/** The folders in their order, with what each may import. */
const order = new Map(
  /** @type {Override[]} */ (JSON.parse(readFileSync(orderFile, "utf8")).overrides).flatMap(({ includes, linter }) => {
    const folder = /^www\/src\/(\w+)\/\*\*$/.exec(includes[0] ?? "")?.[1];
    const groups = linter.rules.style.noRestrictedImports.options.patterns.flatMap(({ group }) => group);
    return folder ? [[folder, groups.flatMap((group) => /^!\.\.\/(\w+)\//.exec(group)?.[1] ?? [])]] : [];
  }),
);
const folders = [...order.keys()];

test("each folder of the page has its place, and may import only those before it", () => {
  const there = readdirSync(fromRoot("www", "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "generated")
    .map(({ name }) => name);
  assert.deepEqual(folders.toSorted(), there.toSorted());
  for (const [place, folder] of folders.entries()) {
    const late = (order.get(folder) ?? []).filter((other) => other !== "generated" && folders.indexOf(other) >= place);
    assert.deepEqual(late, [], `${folder} may import what comes after it`);
  }
});

test("an import against the order is refused, at once or when it is needed", async () => {
  const root = mkdtempSync(join(tmpdir(), "manyhands-order-"));
  try {
    copyFileSync(orderFile, join(root, "biome.json"));
    /** @type {string[]} */
    const expected = [];
    for (const [folder, allowed] of order) {
      mkdirSync(join(root, "www", "src", folder), { recursive: true });
      for (const other of folders.filter((name) => name !== folder)) {
        const file = `www/src/${folder}/${other}.ts`;
        const text = `export * from "../${other}/x";\nexport const later = () => import("../${other}/y");\n`;
        writeFileSync(join(root, file), text);
        if (!allowed.includes(other)) expected.push(`${file}:1`, `${file}:2`);
      }
    }
    const biome = fromRoot("node_modules", "@biomejs", "biome", "bin", "biome");
    const only = ["lint", "--only=style/noRestrictedImports", "--reporter=github", "--max-diagnostics=none"];
    const { stdout } = await read(process.execPath, [biome, ...only, "."], { cwd: root });
    const found = [...stdout.matchAll(/file=[^,]*(www\/[^,]+),line=(\d+)/g)].map(([, file, line]) => `${file}:${line}`);
    assert.deepEqual(found.toSorted(), expected.toSorted());
  } finally {
    rmSync(root, { recursive: true });
  }
});
