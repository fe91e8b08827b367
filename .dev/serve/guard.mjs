// What is kept from a server that takes what it gets, as Vite's does.

/** A site has no use for others. */
export const methods = ["GET", "HEAD"];

/** @param {import("node:http").IncomingMessage} request */
export const isRead = ({ method = "" }) => methods.includes(method);

/**
 * A middleware that goes before all others: to be read only, files whole, and none left open when a download is broken off.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {() => void} next
 */
export function guard(request, response, next) {
  if (!isRead(request)) {
    response.writeHead(405, { Allow: methods.join(", ") }).end();
    return;
  }
  delete request.headers.range;
  response.on("pipe", (file) => response.once("close", () => file.destroy()));
  next();
}
