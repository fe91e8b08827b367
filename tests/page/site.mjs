// What the page's tests share: the built site on a server of its own, and a headless browser. It is Chromium, or what
// the variable PAGE_BROWSER names; no test has to know which.

import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../.dev/serve.mjs";
import { launchFirefox, letReadClipboard } from "./firefox.mjs";

export const dist = fileURLToPath(new URL("../../dist", import.meta.url));

const browserName = process.env.PAGE_BROWSER || "chromium";
if (!["chromium", "firefox"].includes(browserName)) {
  throw new Error(`PAGE_BROWSER is “${browserName}”; the tests know chromium and firefox`);
}

/** Chromium's. */
const flags = [
  // The sandbox does not work as root, which is who runs tests in many containers.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A GPU in software, the same on every machine.
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

/** @returns {Promise<import('playwright-core').Browser>} */
export function launch() {
  if (browserName === "firefox") return launchFirefox(process.env.FIREFOX_BIN ?? "/usr/bin/firefox");
  return chromium.launch({ executablePath: process.env.CHROME_BIN ?? "/usr/bin/chromium", args: flags });
}

/**
 * A server for the site and a browser.
 * @param {Parameters<typeof serve>[0]} [options]
 */
export async function open(options = {}) {
  const [server, browser] = await Promise.all([serve({ dir: dist, ...options }), launch()]);
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
 * Lets the page read the clipboard without asking.
 * @param {import('playwright-core').Page} page
 */
export async function allowClipboard(page) {
  if (browserName === "firefox") await letReadClipboard(page.context().browser());
  else await page.context().grantPermissions(["clipboard-read"]);
}

/**
 * The built site with another engine in it, to see what the page does with an engine that misbehaves.
 * @param {string} engine the source of the engine's module
 */
export async function siteWithEngine(engine) {
  const folder = await mkdtemp(join(tmpdir(), "manyhands-"));
  await cp(dist, folder, { recursive: true, filter: (path) => !path.startsWith(join(dist, "engine")) });
  for (const build of ["shared", "isolated"]) {
    await mkdir(join(folder, "engine", build), { recursive: true });
    await writeFile(join(folder, "engine", build, "manyhands.js"), engine);
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
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
