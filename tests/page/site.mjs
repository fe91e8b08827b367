// What the page's tests share: the built site on a server of its own, and a headless browser, which browsers.mjs chooses;
// no test has to know which.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../.dev/serve.mjs";
import { browserName } from "./browsers.mjs";
import { isOfGonePage, launchFirefox, letReadClipboard } from "./firefox.mjs";
import { installInPage } from "./in-page.mjs";

export const dist = fileURLToPath(new URL("../../dist", import.meta.url));

export const chromiumPath = process.env.CHROME_BIN ?? "/usr/bin/chromium";

/** Chromium without what it draws around pages, where there is one: a page is open in half the time. */
const shellPath = process.env.HEADLESS_SHELL_BIN ?? chromiumPath;

/** Chromium's. */
export const flags = [
  // The sandbox does not work as root, which is who runs tests in many containers.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A GPU in software, the same on every machine. */
const gpuFlags = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/**
 * @param {{gpu?: boolean, name?: string, preferences?: Record<string, string | number | boolean>, forLong?: boolean, hosts?: string[], whole?: boolean}} [options]
 * without `gpu` as the browser comes, which offers no GPU on a machine that has none; `name` for another browser than the
 * one that the variable names; `preferences` are Firefox's, as in about:config, and so is `forLong`; `hosts` are names that mean this machine;
 * `whole` for what Chromium’s headless shell has not, which is a clipboard
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launch({
  gpu = true,
  name = browserName,
  preferences = {},
  forLong = false,
  hosts = [],
  whole = false,
} = {}) {
  if (name === "firefox") {
    const path = process.env.FIREFOX_BIN ?? "/usr/bin/firefox";
    const names = { "network.dns.localDomains": hosts.join() };
    return launchFirefox(path, { gpu, preferences: { ...preferences, ...names }, forLong });
  }
  const rules = hosts.map((host) => `MAP ${host} 127.0.0.1`).join();
  const names = rules ? [`--host-resolver-rules=${rules}`] : [];
  const args = [...flags, ...(gpu ? gpuFlags : []), ...names];
  return chromium.launch({ executablePath: whole ? chromiumPath : shellPath, args });
}

/**
 * A server for the site and a browser.
 * @param {Parameters<typeof serve>[0] & Pick<NonNullable<Parameters<typeof launch>[0]>, "gpu" | "preferences" | "whole"> & {python?: boolean}} [options]
 * with `python`, a site that has the engine with Python
 */
export async function open({ gpu, preferences, whole, python = false, ...options } = {}) {
  const site = python ? await siteWithPython() : undefined;
  const dir = site?.folder ?? dist;
  const [server, browser] = await Promise.all([serve({ dir, ...options }), launch({ gpu, preferences, whole })]);
  return {
    url: server.url,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
      await site?.remove();
    },
  };
}

/**
 * What {@link open} gives, for the tests of one `describe`: there once they begin, and closed after them.
 * @param {Parameters<typeof open>[0]} [options]
 */
export function siteForTests(options) {
  const site = /** @type {Awaited<ReturnType<typeof open>>} */ ({});
  before(async () => {
    Object.assign(site, await open(options));
  });
  after(() => site.close());
  return site;
}

/**
 * @typedef {import('playwright-core').BrowserContextOptions & {
 *   before?: (page: import('playwright-core').Page) => unknown,
 * }} PageOptions `before`: what is done to the page before it goes to its address
 */

/**
 * For a page whose service worker is to do its work. Else there is none: it fetches the whole site once more, and would have
 * from its cache what a test cuts off.
 * @type {{serviceWorkers: "allow"}}
 */
export const kept = { serviceWorkers: "allow" };

/**
 * A new page on which nothing may go wrong unnoticed: what it throws is collected in `errors`.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {PageOptions} [options]
 */
export async function newPage(browser, address, { before, ...options } = {}) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  await context.addInitScript(installInPage);
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on("pageerror", (error) => void (isOfGonePage(error) || errors.push(error.message)));
  await before?.(page);
  await page.goto(address);
  return { page, errors, close: () => context.close() };
}

/**
 * Bytes, with the heads of the answers, that a new visitor fetches until there is a lesson with its form. What comes after
 * that, the lesson's recorded run and what draws it, does not count.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 */
export async function transferred(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  let isUsable = false;
  /** @type {import('playwright-core').Request[]} */
  const requests = [];
  page.on("request", (request) => {
    // All that the lesson and its form are made of is there when the recorded run is asked for.
    isUsable ||= /\/recordings\/|\/highlight-/.test(request.url());
    // A browser asks for the icon when it likes.
    if (!isUsable || request.url().endsWith("/favicon.svg")) requests.push(request);
  });
  await page.goto(address);
  await page.getByRole("button", { name: "Run", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  const bytes = await Promise.all(
    requests.map(async (request) => {
      await request.response();
      const size = await request.sizes();
      return size.responseHeadersSize + size.responseBodySize;
    }),
  );
  await context.close();
  return bytes.reduce((sum, size) => sum + size, 0);
}

/** What isolates a page, as a course's own host may send it. */
export const isolatingCourse = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * Someone else's page, on another site: its address has the number where the lessons' has the name.
 * @param {string} body
 * @param {Record<string, string>} [headers]
 */
export async function coursePage(body, headers = {}) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...headers });
    response.end(`<!doctype html><html lang="en"><title>Course</title><body>${body}`);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Lets the page read the clipboard without asking.
 * @param {import('playwright-core').Page} page
 */
export async function allowClipboard(page) {
  const browser = page.context().browser();
  if (browserName === "firefox" && browser) await letReadClipboard(browser);
  else await page.context().grantPermissions(["clipboard-read"]);
}

/**
 * Clicks something in a frame of another site. With Firefox, Playwright's pointer meets the frame's element in the page
 * around and does not come through to what is in it, so there the element is told by itself.
 * @param {import('playwright-core').Locator} inFrame
 * @param {string} [name] the browser's
 */
export async function clickIn(inFrame, name = browserName) {
  if (name === "firefox") await inFrame.evaluate((/** @type {HTMLElement} */ element) => element.click());
  else await inFrame.click();
}

/**
 * The file that the browser saves when something is pressed.
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<void>} press
 */
export async function saved(page, press) {
  if (browserName === "chromium") {
    const [download] = await Promise.all([page.waitForEvent("download"), press()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }
  // Playwright does not hear of Firefox's downloads: the link is caught that would begin one.
  // Its address cannot be fetched, by the page's own policy, so what it stands for is caught too.
  const caught = await page.evaluateHandle(() => {
    const caught = { file: new Blob(), name: "" };
    const address = URL.createObjectURL;
    URL.createObjectURL = (file) => {
      if (file instanceof Blob) caught.file = file;
      return address.call(URL, file);
    };
    HTMLAnchorElement.prototype.click = function () {
      caught.name = this.download;
    };
    return caught;
  });
  await press();
  const { name, base64 } = await caught.evaluate(async ({ file, name }) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { name, base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
  });
  return { name, bytes: Buffer.from(base64, "base64") };
}

/**
 * Closes what was opened, one after the other: a service worker may still be asking a server for files of a folder
 * that is to be removed after it.
 * @param {(() => Promise<unknown>)[]} steps
 */
export async function inTurn(steps) {
  for (const step of steps) await step();
}

/** What every engine has beside `run`, where a test does not care. */
export const engineExports = `
  export default async function init() {}
  export async function start() {}
  export function stop() {}
  export function artifact() {}
`;

/** A copy of the built site that has no engine. */
async function siteWithoutEngine() {
  const folder = await mkdtemp(join(tmpdir(), "manyhands-"));
  await cp(dist, folder, { recursive: true, filter: (path) => !path.startsWith(join(dist, "engine")) });
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/**
 * The built site with another engine in it, to see what the page does with an engine that misbehaves.
 * @param {string} engine the source of the engine's module
 */
export async function siteWithEngine(engine) {
  const site = await siteWithoutEngine();
  for (const build of ["shared", "isolated"]) {
    const place = join(site.folder, "engine", build);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "manyhands.js"), engine);
  }
  return site;
}

/**
 * The built site with one build of the engine, from another place.
 * @param {import('../../.dev/build/wasm.mjs').WasmBuild} build
 * @param {string} engine its folder
 */
export async function siteWithBuild(build, engine) {
  const site = await siteWithoutEngine();
  await cp(engine, join(site.folder, "engine", build), { recursive: true });
  return site;
}

/**
 * One browser for a file's tests, and beside each other in it as many sites as they ask for, each with an engine of its
 * own.
 */
export async function openSites() {
  const browser = await launch();
  /** @type {(() => Promise<unknown>)[]} */
  const closing = [() => browser.close()];
  /** @param {{folder: string, remove: () => Promise<void>}} site */
  const serveFolder = async ({ folder, remove }) => {
    const server = await serve({ dir: folder });
    closing.push(server.close, remove);
    return { browser, url: server.url };
  };
  return {
    browser,
    withEngine: async (/** @type {string} */ engine) => serveFolder(await siteWithEngine(engine)),
    withWorkbench: async () => serveFolder(await siteWithWorkbench()),
    close: () => inTurn(closing),
  };
}

/** The built site with the development build of the engine that has the lessons of tests and benchmarks. */
export function siteWithWorkbench() {
  const engine = fileURLToPath(new URL("../../target/test/engine/shared", import.meta.url));
  if (!existsSync(engine)) throw new Error(`${engine} is not there; npm test -- page builds it`);
  return siteWithBuild("shared", engine);
}

/** The engine with Python: that of the site, and that which the suite `python` builds for itself. */
const builtPython = join(dist, "engine", "python");
const testPython = fileURLToPath(new URL("../../target/test/engine/python", import.meta.url));

/** Whether the site as it was built runs Python. */
export const runsPython = existsSync(builtPython);

/** Why nothing can be tested in Python; false where it can. */
export const whyNoPython =
  runsPython || existsSync(testPython)
    ? false
    : "no engine with Python was built: npm run build, or npm test -- python";

/** The built site with Python: as it was built, or with the engine of the suite `python`. */
export async function siteWithPython() {
  if (runsPython) return { folder: dist, remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "manyhands-"));
  await cp(dist, folder, { recursive: true });
  await cp(testPython, join(folder, "engine", "python"), { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** @typedef {{isError: boolean, kind?: string, parameter?: string, message: string}} Told what the contract says of an error */

/**
 * Runs a lesson through `window.manyhands`. An error comes back as what the contract says of it.
 * @param {import('playwright-core').Page} page
 * @param {string} lesson
 * @param {unknown} [params]
 * @param {{preset?: string}} [options]
 * @returns {Promise<{record: AnyRecord, error?: undefined} | {record?: undefined, error: Told}>}
 */
export function run(page, lesson, params, options) {
  return page.evaluate(
    async ({ lesson, params, options }) => {
      try {
        return { record: await window.manyhands.run(lesson, params, options) };
      } catch (error) {
        const { kind, parameter, message } = /** @type {Told} */ (error);
        return { error: { isError: error instanceof Error, kind, parameter, message } };
      }
    },
    { lesson, params, options },
  );
}

/**
 * The record of a run, which must go well.
 * @param {Parameters<typeof run>} given
 */
export async function recordOf(...given) {
  const { record, error } = await run(...given);
  assert.ok(record, `${given[1]} ended with an error: ${error?.message}`);
  return record;
}

/**
 * The error of a run, which must not go well.
 * @param {Parameters<typeof run>} given
 */
export async function errorOf(...given) {
  const { error } = await run(...given);
  assert.ok(error, `${given[1]} ended without an error`);
  return error;
}

/** The page's own view of its address: Playwright's follows a moment later.  @param {import('playwright-core').Page} page */
export const addressOf = (page) => page.evaluate(() => location.href);
