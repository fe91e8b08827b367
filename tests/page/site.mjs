// What the page's tests share: the built site on a server of its own, and a headless browser. It is Chromium, or what
// the variable PAGE_BROWSER names; no test has to know which.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../.dev/serve.mjs";
import { launchFirefox, letReadClipboard } from "./firefox.mjs";

export const dist = fileURLToPath(new URL("../../dist", import.meta.url));

export const browserName = process.env.PAGE_BROWSER || "chromium";
if (!["chromium", "firefox"].includes(browserName)) {
  throw new Error(`PAGE_BROWSER is “${browserName}”; the tests know chromium and firefox`);
}

export const chromiumPath = process.env.CHROME_BIN ?? "/usr/bin/chromium";

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
 * @param {{gpu?: boolean, name?: string}} [options] without `gpu` as the browser comes, which offers no GPU on a machine
 * that has none; `name` for another browser than the one that the variable names
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launch({ gpu = true, name = browserName } = {}) {
  if (name === "firefox") return launchFirefox(process.env.FIREFOX_BIN ?? "/usr/bin/firefox", { gpu });
  const args = gpu ? [...flags, ...gpuFlags] : flags;
  return chromium.launch({ executablePath: chromiumPath, args });
}

/**
 * A server for the site and a browser.
 * @param {Parameters<typeof serve>[0] & {gpu?: boolean}} [options]
 */
export async function open({ gpu, ...options } = {}) {
  const [server, browser] = await Promise.all([serve({ dir: dist, ...options }), launch({ gpu })]);
  return {
    url: server.url,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * A new page on which nothing may go wrong unnoticed: what it throws is collected in `errors`.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function newPage(browser, address, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  return { page, errors, close: () => context.close() };
}

/**
 * Bytes, with the heads of the answers, that a new visitor fetches until there is a lesson with its form and nothing more comes.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 */
export async function transferred(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes = [];
  page.on("requestfinished", (request) => sizes.push(request.sizes()));
  await page.goto(address);
  await page.getByRole("button", { name: "Run", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  const bytes = (await Promise.all(sizes)).map((size) => size.responseHeadersSize + size.responseBodySize);
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
  if (browserName === "firefox") await letReadClipboard(page.context().browser());
  else await page.context().grantPermissions(["clipboard-read"]);
}

/**
 * Clicks something in a frame of another site. With Firefox, Playwright's pointer meets the frame's element in the page
 * around and does not come through to what is in it, so there the element is told by itself.
 * @param {import('playwright-core').Locator} inFrame
 * @param {string} [name] the browser's
 */
export async function clickIn(inFrame, name = browserName) {
  if (name === "firefox") await inFrame.evaluate((element) => element.click());
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
  await page.evaluate(() => {
    const address = URL.createObjectURL;
    URL.createObjectURL = (file) => {
      window.caughtFile = file;
      return address.call(URL, file);
    };
    HTMLAnchorElement.prototype.click = function () {
      window.caughtName = this.download;
    };
  });
  await press();
  const { name, base64 } = await page.evaluate(async () => {
    const bytes = new Uint8Array(await window.caughtFile.arrayBuffer());
    return { name: window.caughtName, base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
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
 * Runs a lesson through `window.manyhands`. An error comes back as what the contract says of it.
 * @param {import('playwright-core').Page} page
 * @param {string} lesson
 * @param {unknown} [params]
 * @param {{preset?: string}} [options]
 */
export function run(page, lesson, params, options) {
  return page.evaluate(
    async ([lesson, params, options]) => {
      try {
        return { record: await window.manyhands.run(lesson, params, options) };
      } catch (error) {
        const { kind, parameter, message } = error;
        return { error: { isError: error instanceof Error, kind, parameter, message } };
      }
    },
    [lesson, params, options],
  );
}

/** The page's own view of its address: Playwright's follows a moment later.  @param {import('playwright-core').Page} page */
export const addressOf = (page) => page.evaluate(() => location.href);
