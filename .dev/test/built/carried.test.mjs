// What the engines carry instead of the lessons' structs: a schema for each lesson that one of them has.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { carriedRoot, catalogueFile } from "../../lib/paths.mjs";

test("the engines carry the schemas of the page's lessons, and of those of benchmarks and tests", () => {
  const schemas = JSON.parse(readFileSync(join(carriedRoot, "schemas.json"), "utf8"));
  /** @type {{id: string}[]} */
  const listed = JSON.parse(readFileSync(catalogueFile, "utf8"));
  for (const id of [...listed.map(({ id }) => id), "four-ways", "pi-darts", "pool-cost", "pi-cost", "misbehave"])
    assert.ok(Object.keys(schemas[id]?.properties ?? {}).length > 0, id);
});
