// What the server makes of requests that no browser of a reader's sends: parts of files, other methods, files that are not the
// site's, downloads that are broken off.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { serve } from "../serve.mjs";
import { brokenOff } from "./served.mjs";

/** @type {string} */
let around;
/** @type {string} */
let site;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

const text = "0123456789";

before(async () => {
  around = mkdtempSync(join(tmpdir(), "manyhands-around-"));
  site = join(around, "site");
  for (const folder of ["site/.git", "site/.well-known/.hidden", "site/folder", "site-beside"])
    mkdirSync(join(around, folder), { recursive: true });
  for (const [path, content] of Object.entries({
    "outside.txt": "secret",
    "site-beside/index.html": "secret",
    "site/index.html": "<!doctype html><title>a site</title>",
    "site/ten.txt": text,
    "site/ten.txt.br": brotliCompressSync(text),
    "site/empty.txt": "",
    "site/.env": "secret",
    "site/.git/config": "secret",
    "site/.well-known/security.txt": "Contact: us",
    "site/.well-known/.hidden/file": "secret",
    "site/large.bin": Buffer.alloc(8_000_000, 7),
  }))
    writeFileSync(join(around, path), content);
  symlinkSync(join(around, "outside.txt"), join(site, "leads-out.txt"));
  symlinkSync(join(around, "site-beside"), join(site, "leads-beside"));
  symlinkSync(join(site, ".env"), join(site, "leads-to-hidden.txt"));
  symlinkSync(join(site, "ten.txt"), join(site, "leads-within.txt"));
  symlinkSync(join(site, "nowhere"), join(site, "leads-nowhere.txt"));
  server = await serve({ dir: site });
});
after(async () => {
  await server.close();
  rmSync(around, { recursive: true, force: true });
});

/**
 * One request, sent as it is written: `fetch` would tidy its path and refuse its headers.
 * @param {string} path
 * @param {{method?: string, headers?: Record<string, string>}} [options]
 * @returns {Promise<{status: number, headers: import("node:http").IncomingHttpHeaders, body: string}>}
 */
const ask = (path, { method = "GET", headers = {} } = {}) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part) => {
        body += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.on("error", reject);
    })
      .on("error", reject)
      .end();
  });

/** Ranges as RFC 9110 has them, and what a file of ten bytes answers: the part and where it lies, or nothing of it. */
const answers = /** @type {[string, number, string?, string?][]} */ ([
  // Parts.
  ["bytes=0-0", 206, "0", "bytes 0-0/10"],
  ["bytes=2-5", 206, "2345", "bytes 2-5/10"],
  ["bytes=7-", 206, "789", "bytes 7-9/10"],
  ["bytes=0-99", 206, text, "bytes 0-9/10"],
  ["bytes=0-9007199254740992", 206, text, "bytes 0-9/10"],
  ["bytes=0-99999999999999999999", 206, text, "bytes 0-9/10"],
  ["bytes=-3", 206, "789", "bytes 7-9/10"],
  ["bytes=-10", 206, text, "bytes 0-9/10"],
  ["bytes=-99", 206, text, "bytes 0-9/10"],
  ["bytes=-99999999999999999999", 206, text, "bytes 0-9/10"],
  // No part of this file.
  ["bytes=10-", 416, undefined, "bytes */10"],
  ["bytes=10-12", 416, undefined, "bytes */10"],
  ["bytes=9007199254740993-", 416, undefined, "bytes */10"],
  ["bytes=99999999999999999999-99999999999999999999", 416, undefined, "bytes */10"],
  ["bytes=-0", 416, undefined, "bytes */10"],
  // No ranges, or more than one: the file.
  ["bytes=5-2", 200],
  ["bytes=99999999999999999999-5", 200],
  ["bytes=", 200],
  ["bytes=-", 200],
  ["bytes=--1", 200],
  ["bytes=a-b", 200],
  ["bytes=2-b", 200],
  ["bytes=2-5x", 200],
  ["bytes=1e1-", 200],
  ["bytes=0x1-", 200],
  ["bytes=+1-2", 200],
  ["bytes=1.5-2", 200],
  ["bytes=2", 200],
  ["bytes 2-5", 200],
  ["2-5", 200],
  ["lines=2-5", 200],
  ["bytes=0-1,4-5", 200],
  ["bytes=0-1,2-3", 200],
  ["bytes=0-1,", 200],
  ["", 200],
  [`bytes=${"9".repeat(8000)}-`, 416, undefined, "bytes */10"],
  [`bytes=${"0-1,".repeat(2000)}0-1`, 200],
]);

for (const [range, status, part = text, place] of answers) {
  test(`a request for “${range.length > 50 ? `${range.slice(0, 50)}…` : range}” of ten bytes`, async () => {
    const { headers, body, ...got } = await ask("/ten.txt", { headers: { range } });
    assert.equal(got.status, status);
    assert.equal(headers["content-range"], place);
    if (status === 416) return;
    assert.equal(body, part);
    assert.equal(headers["content-length"], String(part.length));
    assert.equal(headers["accept-ranges"], "bytes");
  });
}

test("a range is of the file itself, not of its compressed twin, and HEAD has none", async () => {
  const part = await ask("/ten.txt", { headers: { range: "bytes=2-5", "accept-encoding": "br" } });
  assert.deepEqual([part.status, part.body, part.headers["content-encoding"]], [206, "2345", undefined]);
  const head = await ask("/ten.txt", { method: "HEAD", headers: { range: "bytes=2-5" } });
  assert.deepEqual([head.status, head.headers["content-length"], head.body], [200, "10", ""]);
});

test("a file without bytes has no part", async () => {
  assert.equal((await ask("/empty.txt", { headers: { range: "bytes=0-" } })).status, 416);
  assert.equal((await ask("/empty.txt", { headers: { range: "bytes=-5" } })).status, 200);
});

test("a part is sent of the version that was asked for, and of no other", async () => {
  const whole = await ask("/ten.txt");
  const headers = { range: "bytes=2-5" };
  const modified = String(whole.headers["last-modified"]);
  assert.equal((await ask("/ten.txt", { headers: { ...headers, "if-range": modified } })).status, 206);
  for (const other of ['"another"', String(whole.headers.etag), "Thu, 01 Jan 1970 00:00:00 GMT"])
    assert.equal((await ask("/ten.txt", { headers: { ...headers, "if-range": other } })).status, 200, other);
});

test("what has not changed is not sent again", async () => {
  const { headers } = await ask("/ten.txt");
  const conditions = /** @type {Record<string, string>[]} */ ([
    { "if-none-match": String(headers.etag) },
    { "if-none-match": `"another", ${headers.etag}` },
    { "if-modified-since": String(headers["last-modified"]) },
  ]);
  for (const condition of conditions) {
    const answer = await ask("/ten.txt", { headers: condition });
    assert.deepEqual([answer.status, answer.body], [304, ""], JSON.stringify(condition));
  }
  assert.equal((await ask("/ten.txt", { headers: { "if-none-match": '"another"' } })).status, 200);
});

test("other methods than GET and HEAD are refused, and those are named", async () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND"]) {
    for (const path of ["/", "/ten.txt", "/not-there"]) {
      const { status, headers, body } = await ask(path, { method });
      assert.deepEqual([status, headers.allow], [405, "GET, HEAD"], `${method} ${path}`);
      assert.ok(!body.includes(text));
    }
  }
  const { status, headers, body } = await ask("/ten.txt", { method: "HEAD" });
  assert.deepEqual([status, headers["content-length"], body], [200, "10", ""]);
});

test("files whose names begin with a dot are not the site's, but for .well-known", async () => {
  for (const path of [
    "/.env",
    "/%2eenv",
    "/.git/config",
    "/%2Egit/config",
    "/folder/../.git/config",
    "/.well-known/.hidden/file",
    "/.well-known/../.env",
    "/./.env",
    "//.env",
  ]) {
    const { status, body } = await ask(path);
    assert.deepEqual([status, body.includes("secret")], [404, false], path);
  }
  assert.equal((await ask("/.well-known/security.txt")).body, "Contact: us");
});

test("a link is followed within the folder, not out of it, nor to what is hidden", async () => {
  for (const path of [
    "/leads-out.txt",
    "/leads-beside/index.html",
    "/leads-beside/",
    "/leads-to-hidden.txt",
    "/leads-nowhere.txt",
  ]) {
    const { status, body } = await ask(path);
    assert.deepEqual([status, body.includes("secret")], [404, false], path);
  }
  assert.equal((await ask("/leads-within.txt")).body, text);
});

test("a folder that is a link itself is served", async () => {
  const link = join(around, "a-link");
  symlinkSync(site, link);
  const { url, close } = await serve({ dir: link });
  try {
    assert.equal(await (await fetch(`${url}ten.txt`)).text(), text);
  } finally {
    await close();
  }
});

test("paths that are none are not found", async () => {
  for (const path of [
    "/%",
    "/%zz",
    "/%00",
    "/ten.txt%00",
    "/ten.txt/",
    "/ten.txt/x",
    "/folder",
    "/folder/",
    "/x".repeat(3000),
  ])
    assert.equal((await ask(path)).status, 404, path.slice(0, 50));
});

/** Lines as they stand, and what comes back until the connection ends.  @param {string} lines @returns {Promise<string>} */
const said = (lines) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.end(lines));
    socket.setEncoding("latin1").on("data", (part) => {
      answer += part;
    });
    socket.once("error", reject).once("close", () => resolve(answer));
  });

test("what is no request ends its own connection only", async () => {
  for (const lines of [
    "nonsense\r\n\r\n",
    "GET\r\n\r\n",
    "GET /ten.txt HTTP/9.9\r\n\r\n",
    "GET /ten.txt HTTP/1.1\r\n\r\n",
    "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
    `GET /ten.txt HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
  ])
    assert.doesNotMatch(await said(lines), / 200 /, lines.slice(0, 40));
  assert.match(await said("GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), /^HTTP\/1.1 404 /);
  assert.match(
    await said("GET http://elsewhere/ten.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
    /^HTTP\/1.1 404 /,
  );
  assert.equal((await ask("/ten.txt")).body, text);
});

test("a download that is broken off leaves no file open", {
  skip: process.platform !== "linux" && "descriptors are counted in /proc",
  timeout: 30_000,
}, async () => {
  const open = () => readdirSync("/proc/self/fd").length;
  await brokenOff(`${server.url}large.bin`);
  const before = open();
  for (let times = 0; times < 100; times++) await brokenOff(`${server.url}large.bin`);
  // The server hears of the last of them a moment later.
  while (open() > before + 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await ask("/ten.txt")).body, text);
});
