// A page of benches/peers/ in the browser that runs ours. The root is served, so that it reaches node_modules/ and
// shaders/ too: nothing of them is bundled or copied.

import { root } from "../../.dev/lib/paths.mjs";
import { serve } from "../../.dev/serve.mjs";
import { newPage } from "../../tests/page/site.mjs";

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} folder in benches/peers/
 */
export async function peersPage(browser, folder) {
  const server = await serve({ dir: root });
  const { page, errors, close } = await newPage(browser, `${server.url}benches/peers/${folder}/index.html`);
  const ready = () => page.waitForFunction(() => "peers" in globalThis);
  await ready();
  return {
    /** Loads the page once more, with what the browser has kept of it. */
    again: async () => {
      await page.reload();
      await ready();
    },
    run: async (/** @type {string} */ name, /** @type {object} */ params) => {
      const answer = await page.evaluate(
        ([name, params]) => peers[name](params),
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
