// npm run serve: serves dist/ with the headers that threads in the browser need.
// The page's tests import `serve` from here.

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Failure, runMain } from "./lib/failure.mjs";
import { dist } from "./lib/paths.mjs";
import { headersFor } from "./serve/headers.mjs";

const usage = "npm run serve -- [--port N] [--host NAME] [--prefix /a/b/] [--no-isolation] [--dir FOLDER]";

/**
 * @typedef {object} ServeOptions
 * @property {string} [dir] the folder to serve
 * @property {number} [port] 0 takes a free one
 * @property {string} [host]
 * @property {boolean} [isolation] false sends none of the isolation headers, as a plain static host
 * @property {string} [prefix] the path under which the site stands
 */

/**
 * Serves a folder. The address ends in a slash.
 * @param {ServeOptions} [options]
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serve({ dir = dist, port = 0, host = "127.0.0.1", isolation = true, prefix = "/" } = {}) {
  const { default: sirv } = await import("sirv");
  const base = `/${prefix.split("/").filter(Boolean).join("/")}/`.replace("//", "/");
  const files = sirv(dir, {
    // Reads the folder anew at each request, so that a later build shows.
    dev: true,
    etag: true,
    brotli: true,
    setHeaders: (response, path) => {
      for (const [name, value] of Object.entries(headersFor(path, isolation))) response.setHeader(name, value);
    },
  });
  const server = createServer((request, response) => {
    const notFound = () => {
      response.writeHead(404, { ...headersFor("", isolation), "Content-Type": "text/plain; charset=utf-8" });
      response.end("Not found\n");
    };
    const [path, query] = (request.url ?? "/").split("?", 2);
    if (path === base.slice(0, -1)) {
      response.writeHead(301, { Location: query === undefined ? base : `${base}?${query}` }).end();
    } else if (path.startsWith(base)) {
      request.url = `/${(request.url ?? "/").slice(base.length)}`;
      files(request, response, notFound);
    } else {
      notFound();
    }
  });
  await listening(server, port, host);
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const name = host === "127.0.0.1" || host === "0.0.0.0" ? "localhost" : host;
  return {
    url: `http://${name}:${address.port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<void>}
 */
function listening(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("listening", () => resolve());
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE")
        reject(
          new Failure(
            `Port ${port} is taken by another program.`,
            `take another one: PORT=${port + 1} npm start (or PORT=0 for any that is free)`,
          ),
        );
      else if (error.code === "EACCES")
        reject(new Failure(`Port ${port} may not be used by this user.`, "take one above 1023: PORT=8080 npm start"));
      else reject(error);
    });
    server.listen(port, host);
  });
}

/**
 * Serves what the command line asks for, and prints the address.
 * @param {string[]} args
 */
export async function serveUntilStopped(args) {
  const options = optionsOf(args);
  const dir = options.dir ?? dist;
  if (!existsSync(join(dir, "index.html"))) throw new Failure(`There is nothing to serve in ${dir}.`, "npm run build");
  const { url, close } = await serve(options);
  console.log(
    `\n  manyhands is at ${url}\n  (${options.isolation ? "with threads" : "without isolation headers: no shared memory"}; Ctrl-C stops it)\n`,
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void close());
}

/**
 * @param {string[]} args
 * @returns {ServeOptions}
 */
function optionsOf(args) {
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
    host: values.host ?? process.env.HOST,
    prefix: values.prefix,
    dir: values.dir,
    isolation: !values["no-isolation"],
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => serveUntilStopped(process.argv.slice(2)));
}
