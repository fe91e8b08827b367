// Where the server listens, and how that is said.

import { networkInterfaces } from "node:os";
import { Failure } from "../lib/failure.mjs";

/** Only this machine reaches it there. */
export const ownHost = "127.0.0.1";

const everywhere = ["0.0.0.0", "::"];

/**
 * What a listening socket could not be had for, as the system calls it.
 * @type {Record<string, (host: string, port: number) => Failure>}
 */
const failures = {
  EADDRINUSE: (_, port) =>
    new Failure(
      `Port ${port} is taken by another program.`,
      `take another one: PORT=${port < 65535 ? port + 1 : 8080} npm start (or PORT=0 for any that is free)`,
    ),
  EACCES: (_, port) =>
    new Failure(`Port ${port} may not be used by this user.`, "take one above 1023: PORT=8080 npm start"),
  EADDRNOTAVAIL: notHere,
  EINVAL: notHere,
  EAFNOSUPPORT: notHere,
  ENOTFOUND: noHost,
  EAI_AGAIN: noHost,
  EAI_FAIL: noHost,
  EAI_NONAME: noHost,
};

/** The one is the default, the other what a class needs. */
const mend = "leave out --host, for this machine alone, or say --host 0.0.0.0, for all that reach it";

/** @param {string} host */
function notHere(host) {
  return new Failure(`“${host}” is not an address of this machine.`, mend);
}

/** @param {string} host */
function noHost(host) {
  return new Failure(`“${host}” is no name that this machine knows.`, mend);
}

/**
 * Waits for a server that begins to listen.
 * @param {Promise<unknown>} begun
 * @param {number} port
 * @param {string} host
 */
export async function listening(begun, port, host) {
  await begun.catch((error) => {
    throw failures[error.code]?.(host, port) ?? error;
  });
}

/**
 * The addresses at which a browser reaches it: the first on this machine, the others from others.
 * @param {string} host
 * @param {number} port
 * @param {string} path
 * @returns {[string, ...string[]]}
 */
export function urlsOf(host, port, path) {
  const url = (/** @type {string} */ name) => `http://${name.includes(":") ? `[${name}]` : name}:${port}${path}`;
  if (host === ownHost) return [url("localhost")];
  if (!everywhere.includes(host)) return [url(host)];
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal);
  return [url("localhost"), ...others.map(({ address }) => url(address))];
}
