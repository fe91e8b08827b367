// The peers of the web: npm workerpool and comlink, postMessage and Atomics, in a page of the browser that runs ours.

import { readFileSync } from "node:fs";
import { fromRoot, root } from "../../.dev/lib/paths.mjs";
import { serve } from "../../.dev/serve.mjs";
import { newPage } from "../../tests/page/site.mjs";

/**
 * The root is served, so that the page reaches node_modules too: nothing of it is bundled or copied.
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<import("../lib/doors.mjs").Door>}
 */
export async function javascript(browser) {
  const server = await serve({ dir: root });
  const { page, errors, close } = await newPage(browser, `${server.url}benches/peers/javascript/index.html`);
  await page.waitForFunction(() => "peers" in globalThis);
  return {
    name: "JavaScript",
    version: ["workerpool", "comlink"].map((name) => `${name} ${versionOf(name)}`).join(", "),
    run: async (name, params) => {
      const answer = await page.evaluate(
        ([name, params]) => /** @type {any} */ (globalThis).peers[name](params),
        /** @type {[string, object]} */ ([name, params]),
      );
      if (errors.length > 0) throw new Error(errors[0]);
      return answer;
    },
    close: async () => {
      await close();
      await server.close();
    },
  };
}

const versionOf = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(fromRoot("node_modules", name, "package.json"), "utf8")).version;
