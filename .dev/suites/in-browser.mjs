// Tests that were compiled for WebAssembly, in a headless browser: wasm-bindgen's own test runner serves them as a page, which
// is opened as the page's own tests open theirs. A driver of the runner's choice would have to be installed for each browser.

import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { fromRoot, root } from "../lib/paths.mjs";
import { browsersEnvironment } from "../setup/browsers.mjs";
import { cargoTools, requireTool } from "../setup/cargo-tools.mjs";
import { cargoCounts, noCounts } from "./counts.mjs";

/** @typedef {'chromium' | 'firefox'} BrowserName */

/** A test binary that has been silent for so long hangs. */
const silenceMinutes = 5;

/**
 * Runs the tests of a binary in a browser, prints what they say and counts.
 * @param {BrowserName} name
 * @param {string} binary
 */
export async function runInBrowser(name, binary) {
  const { url, text, close } = await served(binary);
  if (url === undefined) return countsOf(text);
  const browser = await (await opener())({ name });
  try {
    const page = await browser.newPage();
    await page.addInitScript(hearTheConsole);
    await page.goto(url);
    return countsOf(await outputOf(page));
  } finally {
    await browser.close();
    close();
  }
}

/**
 * What opens a browser for the page's tests. It lies outside of these scripts, and looks for browsers in the environment.
 * @returns {Promise<(options: {name: BrowserName}) => Promise<import("playwright-core").Browser>>}
 */
async function opener() {
  Object.assign(process.env, browsersEnvironment());
  return (await import(pathToFileURL(fromRoot("tests", "page", "site.mjs")).href)).launch;
}

/** @param {string} text */
function countsOf(text) {
  if (/^test result: /m.test(text) || text.includes("no tests to run!")) return cargoCounts(text);
  return { ...noCounts(), failed: 1 };
}

/**
 * A binary as a page. Where there is no test in it the runner says so and ends.
 * @param {string} binary
 * @returns {Promise<{url?: string, text: string, close: () => void}>}
 */
async function served(binary) {
  const runner = await requireTool(cargoTools.testRunner);
  const child = spawn(runner, [binary], {
    cwd: root,
    env: { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const close = () => void child.kill();
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part) => {
      text += part;
      const url = /available at (http:\S+)/.exec(text)?.[1];
      if (url) resolve({ url, text, close });
    });
    child.once("error", reject);
    // Without an address there is nothing to open: the runner has said why.
    child.once("close", () => {
      if (!/available at/.test(text)) process.stdout.write(text);
      resolve({ text, close });
    });
  });
}

/** In the page: what the tests say on the console, and not in the page, where each test is told when it is over. */
function hearTheConsole() {
  const said = /** @type {string[]} */ ([]);
  Object.assign(globalThis, { said });
  for (const method of /** @type {const} */ (["debug", "log", "info", "warn", "error"])) {
    const print = console[method];
    console[method] = (...words) => {
      said.push(words.map(String).join(" "));
      print.apply(console, words);
    };
  }
}

/**
 * Prints what the tests say as they say it, and gives it all.
 * @param {import("playwright-core").Page} page
 */
async function outputOf(page) {
  let [text, shown, heard] = ["", 0, performance.now()];
  for (;;) {
    const { output, said } = await page.evaluate(() => {
      const { said = [] } = /** @type {{said?: string[]}} */ (/** @type {unknown} */ (globalThis));
      return { output: document.getElementById("output")?.textContent ?? "", said: said.splice(0) };
    });
    const fresh = `${said.map((line) => `${line}\n`).join("")}${output.slice(shown)}`;
    if (fresh) {
      process.stdout.write(fresh);
      text += fresh;
      [shown, heard] = [output.length, performance.now()];
    }
    if (/^test result: .*\n/m.test(output)) return text;
    if (performance.now() - heard > silenceMinutes * 60_000) {
      console.error(`✗ nothing was heard for ${silenceMinutes} minutes`);
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
