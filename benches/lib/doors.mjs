// The two doors that are compared: the native binary, and the page's engine in headless Chromium.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { run } from "../../.dev/lib/run.mjs";
import { nativeCargo } from "../../.dev/setup/native-cargo.mjs";
import { newPage, open } from "../../tests/page/site.mjs";

/**
 * @typedef {{params: any, result: any, metrics: any}} Record
 * @typedef {{name: string, run: (lesson: string, params: object) => Promise<Record>, close: () => Promise<void>}} Door
 */

/** The release binary, built first. @returns {Promise<Door>} */
export async function native() {
  const { cargo, env } = await nativeCargo();
  await run(cargo, ["build", "--release", "--bin", "manyhands"], {
    env: { ...env, CARGO_TARGET_DIR: fromRoot("target") },
  });
  const binary = fromRoot("target", "release", "manyhands");
  return {
    name: "native",
    run: async (lesson, params) => {
      const args = ["run", lesson, "--json", "--params", JSON.stringify(params)];
      const { stdout } = await promisify(execFile)(binary, args, { maxBuffer: 1 << 28 });
      return JSON.parse(stdout);
    },
    close: async () => {},
  };
}

/** The page of `dist/`, isolated or not, in Chromium. @returns {Promise<Door>} */
export async function chromium({ isolation = true } = {}) {
  const site = await open({ isolation });
  const { page } = await newPage(site.browser, site.url);
  return {
    name: isolation ? "Chromium" : "Chromium, no shared memory",
    run: (lesson, params) =>
      page.evaluate(
        ([lesson, params]) => /** @type {any} */ (globalThis).manyhands.run(lesson, params),
        /** @type {[string, object]} */ ([lesson, params]),
      ),
    close: () => site.close(),
  };
}
