// The built site in a browser that lacks something, or tells something else than it does: a few lines that go before all
// scripts of the site, those of the page and those of its workers, where no test can reach otherwise.

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../.dev/serve.mjs";
import { dist, inTurn, launch } from "./site.mjs";

/** @param {string} script in workers alone */
export const inWorkers = (script) => `
if (typeof WorkerGlobalScope === "function" && self instanceof WorkerGlobalScope) {
  ${script}
}
`;

/** A copy of the built site whose scripts all begin with these lines.  @param {string} script */
export async function alteredSite(script) {
  const folder = await mkdtemp(join(tmpdir(), "manyhands-"));
  // What was compressed beforehand would be served in place of what is written here.
  await cp(dist, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith(".js")) continue;
    const path = join(folder, file);
    await writeFile(path, script + (await readFile(path, "utf8")));
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/**
 * Serves it, and opens a browser. What is opened is closed after the test.
 * @param {import('node:test').TestContext} t
 * @param {string} script
 * @param {Parameters<typeof launch>[0]} [options]
 */
export async function openAltered(t, script, options) {
  const [site, browser] = await Promise.all([alteredSite(script), launch(options)]);
  const server = await serve({ dir: site.folder });
  t.after(() => inTurn([() => browser.close(), server.close, site.remove]));
  return { browser, url: server.url };
}
