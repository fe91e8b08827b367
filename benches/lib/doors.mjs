// The doors that are compared: the native binary, and the page's engine in headless browsers.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { engineFolder, engineStep } from "../../.dev/build/engine.mjs";
import { siteStep } from "../../.dev/build/site.mjs";
import { findProgram } from "../../.dev/lib/find.mjs";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { run } from "../../.dev/lib/run.mjs";
import { doSteps } from "../../.dev/lib/steps.mjs";
import { serve } from "../../.dev/serve.mjs";
import { nativeCargo, pinnedCargo } from "../../.dev/setup/native-cargo.mjs";
import { launchFirefox } from "../../tests/page/firefox.mjs";
import { dist, newPage, open, siteWithBuild } from "../../tests/page/site.mjs";
import { Absent, fault, reason, tryAgain } from "./absent.mjs";

/**
 * @typedef {{
 *   name: string, version: string, run: (lesson: string, params: any) => Promise<any>, close: () => Promise<void>,
 * }} Door a peer has one too, and answers in a form of its own
 */

/** How the native binary ends where a lesson wants what the machine has not. */
const UNSUPPORTED = 3;

/**
 * A door, or where it is absent or cannot be opened one that says why whenever it is tried.
 * @param {string} name
 * @param {() => Promise<Door>} open
 * @returns {Promise<Door>}
 */
export async function orAbsent(name, open) {
  try {
    return await tryAgain(open);
  } catch (error) {
    if (error instanceof Absent) console.log(`${name} is left out: ${reason(error)}`);
    else fault(name, reason(error));
    // Said once: each cell of it that stays open is no fault of its own.
    const run = async () => {
      throw new Absent(reason(error));
    };
    return { name, version: `absent: ${reason(error)}`, run, close: async () => {} };
  }
}

/**
 * The release binary, built first.
 * @param {{features?: string[], python?: boolean}} [options] of the crate; with `python`, as `npm run native` builds it
 * @returns {Promise<Door>}
 */
export async function native({ features = [], python = false } = {}) {
  const { cargo, env, version } = python ? pinnedCargo() : await nativeCargo();
  const all = python ? [...features, "python"] : features;
  await run(cargo, ["build", "--release", "--bin", "manyhands", "--features", all.join()], {
    env: { ...env, CARGO_TARGET_DIR: fromRoot("target") },
  });
  const binary = fromRoot("target", "release", "manyhands");
  return {
    name: "native",
    version,
    run: async (lesson, params) => {
      const args = ["run", lesson, "--json", "--params", JSON.stringify(params)];
      try {
        const { stdout } = await promisify(execFile)(binary, args, { maxBuffer: 1 << 28 });
        return JSON.parse(stdout);
      } catch (error) {
        throw /** @type {{code?: unknown}} */ (error).code === UNSUPPORTED ? new Absent(reason(error)) : error;
      }
    },
    close: async () => {},
  };
}

/**
 * The site that a browser's door serves: `dist/`, or a copy of it with the engine that has the lessons of benchmarks,
 * built first.
 * @param {import("../../.dev/build/wasm.mjs").WasmBuild} build
 * @param {boolean} workbench
 * @param {boolean} [python] with the engine that runs Python in `dist/`
 */
async function siteFor(build, workbench, python = false) {
  if (python) await doSteps([engineStep("python"), siteStep()]);
  if (!workbench) return { folder: dist, remove: async () => {} };
  await doSteps([engineStep(build, "bench")]);
  return siteWithBuild(build, engineFolder(build, "bench"));
}

/**
 * The page of `dist/`, isolated or not, in Chromium; and the browser, for peers that are to run in it too.
 * @param {{isolation?: boolean, workbench?: boolean, python?: boolean}} [options] `workbench` for the lessons of benchmarks,
 *   `python` for programs
 * @returns {Promise<Door & {browser: import('playwright-core').Browser, url: string}>}
 */
export async function chromium({ isolation = true, workbench = false, python = false } = {}) {
  const { folder, remove } = await siteFor(isolation ? "shared" : "isolated", workbench, python);
  const site = await open({ dir: folder, isolation });
  const { page } = await newPage(site.browser, site.url);
  return {
    name: isolation ? "Chromium" : "Chromium, no shared memory",
    version: site.browser.version(),
    browser: site.browser,
    url: site.url,
    run: (lesson, params) => runIn(page, lesson, params),
    close: async () => {
      await site.close();
      await remove();
    },
  };
}

/**
 * The page of `dist/` in Firefox, isolated.
 * @param {{workbench?: boolean, python?: boolean}} [options] as of {@link chromium}
 * @returns {Promise<Door>}
 */
export async function firefox({ workbench = false, python = false } = {}) {
  const executablePath = findProgram([process.env.FIREFOX_BIN ?? "firefox", "firefox-esr"]);
  if (!executablePath) throw new Absent("there is no Firefox");
  const { folder, remove } = await siteFor("shared", workbench, python);
  const browser = await launchFirefox(executablePath, { gpu: true });
  const server = await serve({ dir: folder });
  const { page } = await newPage(browser, server.url);
  return {
    name: "Firefox",
    version: browser.version(),
    run: (lesson, params) => runIn(page, lesson, params),
    close: async () => {
      await browser.close();
      await server.close();
      await remove();
    },
  };
}

/** @param {import('playwright-core').Page} page @param {string} lesson @param {object} params */
const runIn = (page, lesson, params) =>
  page.evaluate(
    ([lesson, params]) => window.manyhands.run(lesson, params),
    /** @type {[string, object]} */ ([lesson, params]),
  );
