// Finding WebKitGTK: where it is not, its tests are skipped with a word on what is missing.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { findWebKit } from "../setup/webkit.mjs";

const { WEBKIT_DRIVER, XVFB_BIN } = process.env;
afterEach(() => {
  for (const [name, value] of Object.entries({ WEBKIT_DRIVER, XVFB_BIN })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test("what is missing is named, and nothing else", () => {
  process.env.WEBKIT_DRIVER = process.execPath;
  process.env.XVFB_BIN = "/no/such/Xvfb";
  const found = findWebKit();
  assert.ok("missing" in found);
  assert.match(found.missing, /^no \/no\/such\/Xvfb here/);
});

test("programs that variables name are taken", () => {
  process.env.WEBKIT_DRIVER = process.env.XVFB_BIN = process.execPath;
  assert.deepEqual(findWebKit(), { driver: process.execPath, xvfb: process.execPath });
});
