// A new version of a site that is served, as a build makes it.

import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Changes a file of a site.  @param {string} dir @param {string} name @param {(text: string) => string} change */
export async function edit(dir, name, change) {
  const path = join(dir, name);
  const before = await readFile(path, "utf8").catch(() => "");
  const text = change(before);
  assert.notEqual(text, before, name);
  await writeFile(path, text);
  await rm(`${path}.br`, { force: true });
}

/**
 * The service worker as the build makes it once a file has changed.
 * @param {string} text
 * @param {string} file
 * @param {string} [revision] of sixteen hexadecimal digits
 */
export function withOtherRevision(text, file, revision = "0123456789abcdef") {
  const place = text.search(new RegExp(`url:[\`"']${file}`));
  assert.ok(place >= 0);
  return text.slice(0, place) + text.slice(place).replace(/[0-9a-f]{16}/, revision);
}
