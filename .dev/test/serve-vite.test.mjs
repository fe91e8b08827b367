// `npm run dev` hands files out by Vite's own server, which takes what it gets: what goes before it.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { devServer } from "../serve/vite.mjs";
import { brokenOff } from "./served.mjs";

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof devServer>>} */
let server;
/** @type {string} */
let url;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "manyhands-dev-"));
  mkdirSync(join(folder, "public"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>a site</title>");
  writeFileSync(join(folder, "public", "ten.txt"), "0123456789");
  writeFileSync(join(folder, "public", "large.bin"), Buffer.alloc(8_000_000, 7));
  const config = join(folder, "vite.config.mjs");
  writeFileSync(config, `export default { root: ${JSON.stringify(folder)}, logLevel: "silent" };`);
  server = await devServer(config, { port: 0 });
  url = server.resolvedUrls?.local[0] ?? "";
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a range that is none gets the file", async () => {
  for (const range of ["bytes=5-2", "bytes=0-9007199254740992", "bytes=a-b", "bytes=99-"]) {
    const response = await fetch(`${url}ten.txt`, { headers: { range } });
    assert.deepEqual([response.status, await response.text()], [200, "0123456789"], range);
  }
});

test("it is to be read only", async () => {
  for (const method of ["POST", "PUT", "DELETE"]) {
    const response = await fetch(`${url}ten.txt`, { method });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, HEAD"], method);
  }
});

test("its page is sent so that it is isolated", async () => {
  const { status, headers } = await fetch(url);
  assert.deepEqual([status, headers.get("cross-origin-embedder-policy")], [200, "require-corp"]);
});

test("a download that is broken off leaves no file open", {
  skip: process.platform !== "linux" && "descriptors are counted in /proc",
  timeout: 30_000,
}, async () => {
  const open = () => readdirSync("/proc/self/fd").length;
  await brokenOff(`${url}large.bin`);
  const before = open();
  for (let times = 0; times < 50; times++) await brokenOff(`${url}large.bin`);
  while (open() > before + 1) await new Promise((resolve) => setImmediate(resolve));
});
