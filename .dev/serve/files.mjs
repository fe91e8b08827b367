// The files of a folder: which of them are the site's, and which part of one is asked for. What a file's answer is made of
// (its tag and date, conditions, parts) is @fastify/send's; here is what it leaves open.

import { realpathSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { Failure } from "../lib/failure.mjs";

/**
 * @typedef {import("node:http").IncomingMessage} Request
 * @typedef {import("node:http").ServerResponse} Response
 * @typedef {import("@fastify/send").SendOptions} Options
 */

/** A file of the folder that is not the site's: to whoever asks it is not there. */
class NotOurs extends Error {}

/**
 * What answers with the files of a folder. The folder is read anew at each request, so that a later build shows.
 * @param {string} dir
 * @param {(path: string) => Record<string, string>} headersOf what is sent with the file of a path
 * @returns {Promise<(request: Request, response: Response, path: string) => Promise<boolean>>} whether there is such a file
 */
export async function filesOf(dir, headersOf) {
  const [{ default: send }, { lookup }] = await Promise.all([import("@fastify/send"), import("mrmime")]).catch(() => {
    throw new Failure("The npm packages are not installed.", "npm ci");
  });
  const root = realpathSync(dir);
  const options = {
    root,
    cacheControl: false,
    contentType: false,
    dotfiles: /** @type {const} */ ("allow"),
    index: false,
  };

  /**
   * @param {Request} request
   * @param {string} path
   * @returns what @fastify/send makes of it; undefined where there is no such file
   */
  const answerOf = async ({ method, headers }, path) => {
    // A copy: the range is put right in it.
    const asked = { method, headers: { ...headers } };
    /** @type {Options["onFile"]} */
    const onFile = async (file, { size }) => {
      if (!isOurs(relative(root, file)) || !isOurs(relative(root, await realpath(file)))) throw new NotOurs();
      asked.headers.range = method === "GET" ? rangeWithin(size, headers.range, headers["if-range"]) : undefined;
    };
    try {
      const answer = await send(/** @type {Request} */ (asked), path, { ...options, onFile });
      if (answer.type === "file") return answer;
      answer.stream.destroy();
      if (answer.statusCode === 500 && "error" in answer.metadata) throw answer.metadata.error;
      return [412, 416].includes(answer.statusCode) ? answer : undefined;
    } catch (error) {
      if (error instanceof NotOurs || isAbsence(error)) return undefined;
      throw error;
    }
  };

  return async (request, response, path) => {
    const name = path.endsWith("/") ? `${path}index.html` : path;
    // Of a compressed file a part is of no use.
    const mayBeTwin = request.headers.range === undefined && takesBrotli(request);
    const twin = mayBeTwin ? await answerOf(request, `${name}.br`) : undefined;
    const answer = twin ?? (await answerOf(request, name));
    if (answer === undefined) return false;
    const { statusCode, headers, stream } = answer;
    if (answer.type !== "file") {
      const place = headers["Content-Range"];
      response.writeHead(statusCode, { ...headersOf(""), ...(place && { "Content-Range": place }) }).end();
      return true;
    }
    const type = lookup(name);
    response.writeHead(statusCode, {
      Vary: "Accept-Encoding",
      ...(statusCode !== 304 && type && { "Content-Type": type === "text/html" ? `${type};charset=utf-8` : type }),
      ...(statusCode !== 304 && twin && { "Content-Encoding": "br" }),
      ...headers,
      ...headersOf(name),
    });
    // Whichever end breaks off, the file is closed, and the answer does not look whole.
    await pipeline(stream, response).catch(() => {});
    return true;
  };
}

/** @param {Request} request */
const takesBrotli = ({ headers }) =>
  String(headers["accept-encoding"] ?? "")
    .split(",")
    .some((coding) => /^\s*br\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/i.test(coding));

/**
 * Whether an error says that there is no such file: a link may lead nowhere or to itself, or a file be gone since it was looked
 * for, as where a build is putting another in its place.
 * @param {unknown} error
 */
const isAbsence = (error) =>
  error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR", "ELOOP"].includes(String(error.code));

/**
 * Whether a path within the folder is one of the site's files: it does not lead out, and nothing of it is hidden.
 * @param {string} path
 */
function isOurs(path) {
  const [first, ...others] = path.split(sep);
  return [first === ".well-known" ? "" : first, ...others].every((part) => !part.startsWith("."));
}

/**
 * The part of a file that is asked for, as @fastify/send understands it; undefined where the whole is to be sent: no part, several
 * of them, one that is none (RFC 9110, 14.1.1), or one of a version that cannot be vouched for, as no weak tag does (13.1.5).
 * @param {number} size of the file
 * @param {string} [range]
 * @param {string | string[]} [version] the header If-Range
 */
function rangeWithin(size, range = "", version = "") {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if ((!first && !last) || version.includes('"')) return undefined;
  if (first) return last && BigInt(last) < BigInt(first) ? undefined : range;
  // The last so many bytes: a shorter file has all of them.
  if (Number(last) === 0) return `bytes=${size}-`;
  if (size === 0) return undefined;
  return Number(last) >= size ? "bytes=0-" : range;
}
