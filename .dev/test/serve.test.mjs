// What the server sends: the headers that make a page isolated, the types, the prefix, and what it says when it cannot.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createSocketServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { fromRoot } from "../lib/paths.mjs";
import { serve } from "../serve.mjs";
import { addressOf } from "./served.mjs";

/** @type {string} */
let site;
before(() => {
  site = mkdtempSync(join(tmpdir(), "manyhands-site-"));
  mkdirSync(join(site, "assets"));
  mkdirSync(join(site, "engine"));
  writeFileSync(join(site, "index.html"), "<!doctype html><title>a site</title>");
  writeFileSync(join(site, "embed.html"), "<!doctype html><title>an embed</title>");
  writeFileSync(join(site, "assets", "main-Ab12_-9x.js"), "export {};");
  writeFileSync(join(site, "engine", "manyhands_bg.wasm"), "not really");
  writeFileSync(join(site, "engine", "manyhands_bg.wasm.br"), brotliCompressSync("not really"));
  writeFileSync(join(site, "pi.wgsl"), "// a shader");
});
after(() => rmSync(site, { recursive: true, force: true }));

/**
 * @param {import("../serve/server.mjs").ServeOptions} options
 * @param {(url: string) => Promise<void>} use
 */
async function served(options, use) {
  const { url, close } = await serve({ dir: site, ...options });
  try {
    await use(url);
  } finally {
    await close();
  }
}

const isolating = ["cross-origin-opener-policy", "cross-origin-embedder-policy", "document-isolation-policy"];

test("every file is sent so that a page of them is isolated, and may be embedded elsewhere", () =>
  served({}, async (url) => {
    for (const path of ["", "embed.html", "assets/main-Ab12_-9x.js", "engine/manyhands_bg.wasm", "nothing-here"]) {
      const { headers } = await fetch(url + path);
      assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", path);
      assert.equal(headers.get("cross-origin-embedder-policy"), "require-corp", path);
      assert.equal(headers.get("cross-origin-resource-policy"), "cross-origin", path);
      assert.equal(headers.get("document-isolation-policy"), "isolate-and-require-corp", path);
      assert.equal(headers.get("access-control-allow-origin"), "*", path);
    }
  }));

test("a module that is still being made throws what is said of it, until it is there", async () => {
  const unfinished = new Map([["engine", "it is still being made"]]);
  await served({ unfinished }, async (url) => {
    const response = await fetch(`${url}engine/manyhands.js?v=1`);
    assert.equal(response.headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("cross-origin-embedder-policy"), "require-corp");
    const module = `data:text/javascript,${encodeURIComponent(await response.text())}`;
    await assert.rejects(import(module), { message: "it is still being made" });
    assert.equal(await (await fetch(`${url}engine/manyhands_bg.wasm`)).text(), "not really");
    assert.equal(
      (await fetch(`${url}assets/main-Ab12_-9x.js`)).headers.get("cache-control")?.includes("no-store"),
      false,
    );
    unfinished.clear();
    assert.equal((await fetch(`${url}engine/manyhands.js`)).status, 404);
  });
});

test("without isolation it is a plain static host", () =>
  served({ isolation: false }, async (url) => {
    const { headers, status } = await fetch(url);
    assert.equal(status, 200);
    for (const name of [...isolating, "cross-origin-resource-policy"]) assert.equal(headers.get(name), null, name);
  }));

test("files have their types; only what is named by its contents is kept", () =>
  served({}, async (url) => {
    const kinds = {
      "": /^text\/html/,
      "assets/main-Ab12_-9x.js": /^text\/javascript/,
      "engine/manyhands_bg.wasm": /^application\/wasm$/,
      "pi.wgsl": /^text\/wgsl/,
    };
    for (const [path, kind] of Object.entries(kinds)) {
      const { headers } = await fetch(url + path);
      assert.match(headers.get("content-type") ?? "", kind, path);
      assert.match(headers.get("cache-control") ?? "", path.startsWith("assets/") ? /immutable/ : /^no-cache$/, path);
    }
  }));

test("a file that was compressed beside itself is sent so, with its own type", () =>
  served({}, async (url) => {
    const response = await fetch(`${url}engine/manyhands_bg.wasm`, { headers: { "accept-encoding": "br" } });
    assert.equal(response.headers.get("content-encoding"), "br");
    assert.equal(response.headers.get("content-type"), "application/wasm");
    assert.equal(await response.text(), "not really");
    const plain = await fetch(`${url}engine/manyhands_bg.wasm`, { headers: { "accept-encoding": "identity" } });
    assert.equal(plain.headers.get("content-encoding"), null);
    assert.equal(await plain.text(), "not really");
  }));

test("it stands under a prefix, and nowhere else", () =>
  served({ prefix: "/a/b/" }, async (url) => {
    assert.match(url, /\/a\/b\/$/);
    const { origin } = new URL(url);
    assert.equal(
      await (await fetch(`${url}embed.html?lesson=pi&points=3`)).text(),
      "<!doctype html><title>an embed</title>",
    );
    assert.equal((await fetch(`${origin}/embed.html`)).status, 404);
    const redirected = await fetch(`${origin}/a/b?lesson=pi`, { redirect: "manual" });
    assert.equal(redirected.headers.get("location"), "/a/b/?lesson=pi");
  }));

test("no path leads out of the folder", () =>
  served({ dir: join(site, "assets") }, async (url) => {
    for (const path of ["../index.html", "%2e%2e/index.html", "..%2findex.html", "x/../../index.html"]) {
      assert.equal((await fetch(url + path)).status, 404, path);
    }
  }));

const script = fromRoot(".dev", "serve.mjs");
/** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
const started = (args, env = {}) =>
  promisify(execFile)(process.execPath, [script, ...args], { env: { ...process.env, ...env } });

test("a taken port is told with the mend, and no stack trace", () =>
  served({}, async (url) => {
    const { port } = new URL(url);
    await assert.rejects(started(["--dir", site], { PORT: port }), ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`Port ${port} is taken`));
      assert.match(stderr, /PORT=\d+ npm start/);
      assert.doesNotMatch(stderr, / at .*\.mjs:/);
      return true;
    });
  }));

/** What is said of a host that is none: the word, and what to do, without a stack.  @param {string} host */
const refused = (host) =>
  assert.rejects(started(["--dir", site, "--port", "0", "--host", host]), ({ code, stderr }) => {
    assert.equal(code, 1, host);
    assert.match(stderr, new RegExp(`✗ “${host}” is `));
    assert.match(stderr, /Mend: leave out --host/);
    assert.doesNotMatch(stderr, / at .*\.mjs:|node:/);
    return true;
  });

test("a host that is no name, or not this machine's, is told with the mend", async () => {
  // As conda sets it, a name that is kept for none, and an address that is kept for examples.
  for (const host of ["x86_64-conda-linux-gnu", "nobody.invalid", "192.0.2.1", "2001:db8::1"]) await refused(host);
});

/**
 * Where a command says that it serves, with other variables around it.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {(server: {url: string, said: (what: RegExp) => Promise<string>, child: import("node:child_process").ChildProcess}) => unknown} use
 */
async function serving(args, env, use) {
  const child = spawn(process.execPath, [script, "--dir", site, "--port", "0", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const over = new Promise((resolve) => child.once("close", resolve));
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (part) => {
    stdout += part;
  });
  const said = async (/** @type {RegExp} */ what) => {
    while (!what.test(stdout)) await once(child.stdout, "data");
    return stdout;
  };
  try {
    await use({ url: await addressOf(child), said, child });
  } finally {
    child.kill("SIGTERM");
  }
  assert.equal(await over, 0);
}

/** The addresses at which a process listens.  @param {import("node:child_process").ChildProcess} child */
function listensAt({ pid }) {
  const inodes = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    return inode === undefined ? [] : [inode];
  });
  return ["tcp", "tcp6"].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      // 0A is a socket that listens.
      .filter(([, , , state, , , , , , inode]) => state === "0A" && inodes.includes(inode))
      .map(([, address]) => address.split(":")[0]),
  );
}

test("the shell's HOST decides nothing: without --host this machine alone is served", async () => {
  for (const [args, env] of /** @type {[string[], NodeJS.ProcessEnv][]} */ ([
    [[], { HOST: "" }],
    [[], { HOST: "0.0.0.0" }],
    [[], { HOST: "x86_64-conda-linux-gnu" }],
    [["--host", ""], {}],
  ])) {
    await serving(args, env, ({ url, child }) => {
      assert.match(url, /^http:\/\/localhost:\d+\/$/, JSON.stringify(env));
      if (process.platform === "linux") assert.deepEqual(listensAt(child), ["0100007F"], JSON.stringify(env));
    });
  }
});

test("with --host 0.0.0.0 the addresses in the network are told, and what browsers make of them", () => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((some) => some ?? [])
    .flatMap(({ family, internal, address }) => (family === "IPv4" && !internal ? [address] : []));
  return serving(["--host", "0.0.0.0"], {}, async ({ url, said }) => {
    assert.match(url, /^http:\/\/localhost:\d+\/$/);
    assert.equal((await fetch(url)).status, 200);
    const { port } = new URL(url);
    if (addresses.length === 0) return;
    const text = await said(/From other machines: .*\n.*\n/);
    for (const address of addresses) assert.ok(text.includes(`http://${address}:${port}/`), address);
    assert.match(text, /without threads: browsers want https/);
  });
});

test("an address of six is one in brackets", { skip: !hasIpv6() && "this machine has no ::1" }, () =>
  served({ host: "::1" }, async (url) => {
    assert.match(url, /^http:\/\/\[::1\]:\d+\/$/);
    assert.equal((await fetch(url)).status, 200);
  }),
);

function hasIpv6() {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === "::1"));
}

test("wrong words on the command line are told", async () => {
  for (const [args, env, message] of /** @type {[string[], NodeJS.ProcessEnv, RegExp][]} */ ([
    [["--dir", site], { PORT: "eighty" }, /“eighty” is not a port/],
    [["--isolation"], {}, /Unknown option '--isolation'/],
    [["--dir", join(site, "assets")], {}, /nothing to serve/],
  ])) {
    await assert.rejects(
      started(args, env),
      ({ code, stderr }) => code === 1 && message.test(stderr) && !/ at .*\.mjs:/.test(stderr),
    );
  }
});

test("a file that cannot be read when its turn comes breaks off, and the next one is served", async () => {
  // As a file that was taken away between the look and the reading: it is there, and cannot be opened.
  const socket = createSocketServer();
  await new Promise((resolve) => socket.listen(join(site, "gone.wgsl"), () => resolve(undefined)));
  try {
    await served({}, async (url) => {
      await assert.rejects(fetch(`${url}gone.wgsl`).then((response) => response.text()));
      assert.equal(await (await fetch(`${url}pi.wgsl`)).text(), "// a shader");
    });
  } finally {
    await new Promise((resolve) => socket.close(() => resolve(undefined)));
  }
});
