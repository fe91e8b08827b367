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
 * @param {string[]} [args] the runner's: which tests
 */
export async function runInBrowser(name, binary, args = []) {
  const { url, text, close } = await served(binary, args);
  if (url === undefined) return countsOf(text);
  const browser = await (await opener())({ name });
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(url);
    return countsOf(await outputOf(page, said));
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
 * @param {string[]} args
 * @returns {Promise<{url?: string, text: string, close: () => void}>}
 */
async function served(binary, args) {
  const runner = await requireTool(cargoTools.testRunner);
  const child = spawn(runner, [binary, ...args], {
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

/**
 * Prints what the page says of its tests as it says it, and gives it all. What goes to its console is shown where no result
 * comes, which it may explain.
 * @param {import("playwright-core").Page} page
 * @param {string[]} said
 */
async function outputOf(page, said) {
  let [text, heard] = ["", performance.now()];
  for (;;) {
    const output = await page.evaluate(() => document.getElementById("output")?.textContent ?? "");
    if (output !== text) {
      // Until the tests begin, the page says another thing in place of what it said.
      process.stdout.write(output.startsWith(text) ? output.slice(text.length) : `\n${output}`);
      [text, heard] = [output, performance.now()];
    }
    if (/^test result: .*\n/m.test(output)) return text;
    if (performance.now() - heard > silenceMinutes * 60_000) {
      console.error([...said, `✗ nothing was heard for ${silenceMinutes} minutes`].join("\n"));
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
