// What the server says with each file, and why.

/**
 * A page gets SharedArrayBuffer only when it is cross-origin isolated.
 * @type {Record<string, string>}
 */
export const isolationHeaders = {
  // The page as a tab of its own.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  // Inside a course page that is itself isolated: its frames must allow being embedded.
  "Cross-Origin-Resource-Policy": "cross-origin",
  // Inside a plain course page: Chromium isolates the frame by itself.
  "Document-Isolation-Policy": "isolate-and-require-corp",
};

/**
 * @param {string} path the path within the site
 * @param {boolean} isolation
 * @returns {Record<string, string>}
 */
export function headersFor(path, isolation) {
  /** @type {Record<string, string>} */
  const headers = {
    // A course page on another origin may import the module and the custom element.
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    // Vite names what it puts there by a hash of the contents; all else is asked for again, and mostly unchanged.
    "Cache-Control": /\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
  };
  const type = contentTypes[path.slice(path.lastIndexOf(".") + 1)];
  if (type) headers["Content-Type"] = type;
  return isolation ? { ...headers, ...isolationHeaders } : headers;
}

/** Those that the library does not know.  @type {Record<string, string>} */
const contentTypes = {
  wgsl: "text/wgsl; charset=utf-8",
  rs: "text/plain; charset=utf-8",
  py: "text/plain; charset=utf-8",
};
