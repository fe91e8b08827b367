// Ten thousand requests that are broken off or are none, in stretches: the server is after them as it was before. What is kept of
// each request comes with each stretch; what the system's allocator keeps for later comes in some, and is given back in others.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fromRoot } from "../lib/paths.mjs";
import { addressOf } from "./served.mjs";

const stretches = 5;
const times = 2000;
/** Of which so many are under way at once. */
const atOnce = 20;
/** In the stretch that took least; 2,000 answers kept would be some 16 MB. */
const allowedMegabytes = 8;

/** What is sent, and after how many bytes of the answer the connection is cut: none at once, and all never. */
const requests = /** @type {[string, number][]} */ ([
  ["GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n", 1],
  ["GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n", 100_000],
  ["GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n", 0],
  ["GET /large.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=1000-\r\n\r\n", 1],
  ["GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=5-2\r\nConnection: close\r\n\r\n", Infinity],
  ["GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9007199254740992\r\nConnection: close\r\n\r\n", Infinity],
  ["GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=99999999999999999999-\r\nConnection: close\r\n\r\n", Infinity],
  ["GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", Infinity],
  ["POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello", Infinity],
  ["POST /large.bin HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\nhello", 1],
  ["GET /large.bin HTTP/1.1\r\nHost: a\r\nX-Cut", 0],
  ["nonsense\r\n\r\n", Infinity],
]);

/** The server collects its garbage when it is told to, or what a busy machine lets lie would count as kept. */
const collects = "data:text/javascript,process.on('SIGUSR2', () => gc())";

/** @param {number} pid */
const memory = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
/** @param {number} pid */
const descriptors = (pid) => readdirSync(`/proc/${pid}/fd`).length;

/** An orderly request, whose connection is closed.  @param {string} url @returns {Promise<void>} */
const answered = (url) =>
  new Promise((resolve, reject) => {
    get(url, { agent: false, headers: { connection: "close" } }, (response) => {
      assert.equal(response.statusCode, 200);
      response.resume();
    })
      .on("error", reject)
      .on("close", resolve);
  });

test("10,000 requests that are broken off or are none leave neither memory nor descriptors", {
  skip: process.platform !== "linux" && "both are counted in /proc",
  timeout: 120_000,
}, async () => {
  const site = mkdtempSync(join(tmpdir(), "manyhands-soak-"));
  writeFileSync(join(site, "index.html"), "<!doctype html><title>a site</title>");
  writeFileSync(join(site, "large.bin"), Buffer.alloc(2_000_000, 7));
  const server = [fromRoot(".dev", "serve.mjs"), "--dir", site, "--port", "0"];
  const child = spawn(process.execPath, ["--expose-gc", "--import", collects, ...server], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const over = once(child, "close");
  try {
    const url = await addressOf(child);
    const pid = child.pid ?? 0;
    const { port } = new URL(url);
    /** @param {number} number @returns {Promise<void>} */
    const one = (number) =>
      new Promise((resolve) => {
        const [text, cutAfter] = requests[number % requests.length];
        let bytes = 0;
        const socket = connect(Number(port), "127.0.0.1", () => {
          socket.write(text, () => cutAfter === 0 && socket.destroy());
        });
        socket.on("data", (part) => {
          bytes += part.length;
          if (bytes >= cutAfter) socket.destroy();
        });
        // The server may break off as well: that is its answer to what is no request.
        socket.on("error", () => {}).once("close", () => resolve());
      });
    const all = async (/** @type {number} */ count) => {
      let next = 0;
      const lane = async () => {
        while (next < count) await one(next++);
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
    };
    /** Resolves when the server has heard that all is over, which may be a moment later. */
    const settled = async (/** @type {number} */ most) => {
      do await answered(url);
      while (descriptors(pid) > most);
      child.kill("SIGUSR2");
      await answered(url);
    };
    await answered(url);
    const open = descriptors(pid);
    /** @type {number[]} */
    const grown = [];
    for (let stretch = 0; stretch < stretches; stretch++) {
      const before = memory(pid);
      await all(times);
      await settled(open);
      grown.push(memory(pid) - before);
    }
    const each = grown.map((megabytes) => megabytes.toFixed(1)).join(", ");
    assert.ok(Math.min(...grown) < allowedMegabytes, `${each} MB more after each ${times} requests`);
  } finally {
    child.kill("SIGTERM");
    await over;
    rmSync(site, { recursive: true, force: true });
  }
});
