// The server: a folder of files, with the headers that threads in the browser need.

import { once } from "node:events";
import { createServer } from "node:http";
import { headersFor } from "../../www/hosting/headers.mjs";
import { dist } from "../lib/paths.mjs";
import { listening, ownHost, urlsOf } from "./address.mjs";
import { filesOf } from "./files.mjs";
import { isRead, methods } from "./guard.mjs";

/**
 * @typedef {object} ServeOptions
 * @property {string} [dir] the folder to serve
 * @property {number} [port] 0 takes a free one
 * @property {string} [host] this machine alone where there is none
 * @property {boolean} [isolation] false sends none of the isolation headers, as a plain static host
 * @property {string} [prefix] the path under which the site stands
 * @property {Map<string, string>} [unfinished] folders of the site that are still being made, and what is to be said to
 *   whoever wants a module of them; what is taken out of it meanwhile is served as it is
 */

/**
 * Serves a folder. The addresses end in a slash; `others` are those of this machine in its network.
 * @param {ServeOptions} [options]
 * @returns {Promise<{url: string, others: string[], close: () => Promise<void>}>}
 */
export async function serve({ dir = dist, port = 0, host, isolation = true, prefix = "/", unfinished } = {}) {
  const base = `/${prefix.split("/").filter(Boolean).join("/")}/`.replace("//", "/");
  const files = await filesOf(dir, (path) => headersFor(path, isolation));

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  const answer = async (request, response) => {
    const say = (/** @type {number} */ status, /** @type {string} */ text, headers = {}) => {
      const plain = { ...headersFor("", isolation), "Content-Type": "text/plain; charset=utf-8" };
      response.writeHead(status, { ...plain, ...headers });
      response.end(text);
    };
    const [path, query] = (request.url ?? "/").split("?", 2);
    if (!isRead(request)) {
      say(405, "Not allowed\n", { Allow: methods.join(", ") });
    } else if (path === base.slice(0, -1)) {
      response.writeHead(301, { Location: query === undefined ? base : `${base}?${query}` }).end();
    } else if (!path.startsWith(base)) {
      say(404, "Not found\n");
    } else {
      const within = path.slice(base.length);
      const why = whyUnfinished(within, unfinished);
      if (why) {
        // A module that cannot be loaded has no way to say why, but by what it throws.
        say(200, `throw new Error(${JSON.stringify(why)});\n`, {
          "Content-Type": "text/javascript; charset=utf-8",
          "Cache-Control": "no-store",
        });
      } else if (!(await files(request, response, `/${within}`))) {
        say(404, "Not found\n");
      }
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      // One request's trouble ends its own connection, and is told to whoever runs the server.
      console.error(`${request.method} ${request.url}: ${error instanceof Error ? error.message : error}`);
      response.destroy();
    });
  });
  await listening(once(server.listen(port, host || ownHost), "listening"), port, host || ownHost);
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const [url, ...others] = urlsOf(host || ownHost, address.port, base);
  return {
    url,
    others,
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
