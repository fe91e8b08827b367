// npm run serve: serves dist/ with the headers that threads in the browser need.
// The page's tests import `serve` from here.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Failure, runMain } from "./lib/failure.mjs";
import { dist } from "./lib/paths.mjs";
import { serve } from "./serve/server.mjs";

export { serve };

const usage = "npm run serve -- [--port N] [--host NAME] [--prefix /a/b/] [--no-isolation] [--dir FOLDER]";

/**
 * Serves what the command line asks for, and prints the address.
 * @param {string[]} args
 * @param {Pick<import("./serve/server.mjs").ServeOptions, "unfinished">} [more]
 */
export async function serveUntilStopped(args, more = {}) {
  const options = { ...optionsOf(args), ...more };
  const dir = options.dir ?? dist;
  if (!existsSync(join(dir, "index.html"))) throw new Failure(`There is nothing to serve in ${dir}.`, "npm run build");
  const { url, others, close } = await serve(options);
  const how = options.isolation ? "with threads" : "without isolation headers: no shared memory";
  console.log(`\n  manyhands is at ${url}\n  (${how}; Ctrl-C stops it)\n`);
  if (others.length > 0) console.log(`  ${inTheNetwork(others, options.isolation)}\n`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void close());
}

/**
 * What is said of the addresses that other machines have.
 * @param {string[]} urls
 * @param {boolean} [isolation]
 */
function inTheNetwork(urls, isolation) {
  const at = `From other machines: ${urls.join(", ")}`;
  if (!isolation) return at;
  return `${at}\n  There the lessons run without threads: browsers want https for them. docs/hosting.md says what helps.`;
}

/**
 * What the command line asks for, and PORT. (Not HOST: some shells keep the machine's name in it.)
 * @param {string[]} args
 * @returns {import("./serve/server.mjs").ServeOptions}
 */
export function optionsOf(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        prefix: { type: "string" },
        dir: { type: "string" },
        "no-isolation": { type: "boolean" },
      },
    }));
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), usage);
  }
  const said = values.port ?? (process.env.PORT || "8080");
  const port = Number(said);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Failure(`“${said}” is not a port: a whole number from 0 to 65535.`, "PORT=8080 npm start");
  return {
    port,
    host: values.host,
    prefix: values.prefix,
    dir: values.dir,
    isolation: !values["no-isolation"],
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => serveUntilStopped(process.argv.slice(2)));
}
