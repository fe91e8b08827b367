// The server: a folder of files, with the headers that threads in the browser need.

import { createServer } from "node:http";
import { headersFor } from "../../www/hosting/headers.mjs";
import { Failure } from "../lib/failure.mjs";
import { dist } from "../lib/paths.mjs";

/**
 * @typedef {object} ServeOptions
 * @property {string} [dir] the folder to serve
 * @property {number} [port] 0 takes a free one
 * @property {string} [host]
 * @property {boolean} [isolation] false sends none of the isolation headers, as a plain static host
 * @property {string} [prefix] the path under which the site stands
 * @property {Map<string, string>} [unfinished] folders of the site that are still being made, and what is to be said to
 *   whoever wants a module of them; what is taken out of it meanwhile is served as it is
 */

/**
 * Serves a folder. The address ends in a slash.
 * @param {ServeOptions} [options]
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serve({
  dir = dist,
  port = 0,
  host = "127.0.0.1",
  isolation = true,
  prefix = "/",
  unfinished,
} = {}) {
  const { default: sirv } = await import("sirv").catch(() => {
    throw new Failure("The npm packages are not installed.", "npm ci");
  });
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
      const why = whyUnfinished(path.slice(base.length), unfinished);
      if (why) {
        response.writeHead(200, {
          ...headersFor("", isolation),
          "Content-Type": "text/javascript; charset=utf-8",
          "Cache-Control": "no-store",
        });
        // A module that cannot be loaded has no way to say why, but by what it throws.
        response.end(`throw new Error(${JSON.stringify(why)});\n`);
        return;
      }
      // A file that is there when it is looked for may be gone when it is read: a build may be putting another in its place.
      response.on("pipe", (file) => file.on("error", () => response.destroy()));
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

/** What is said instead of a module that is still being made. @param {string} path @param {Map<string, string>} [unfinished] */
function whyUnfinished(path, unfinished = new Map()) {
  if (!path.endsWith(".js")) return undefined;
  return [...unfinished].find(([folder]) => path.startsWith(`${folder}/`))?.[1];
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
