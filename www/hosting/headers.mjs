// What is said with each file, and why: the one list. The server sends it, the service worker adds the isolation where
// a host sends none, the page's <meta> carries the policy, and the configurations in dist/ are written from it.
// It is plain data, which a browser can read as well as Node.

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

/** What a page may load and run: what lies beside it, no script that stands in a page, and WebAssembly. */
const policy = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  // wasm-bindgen-rayon starts its workers from a copy of its own script, which has such an address.
  "worker-src": "'self' blob:",
  "connect-src": "'self'",
  "style-src": "'self'",
  "font-src": "'self'",
  // A picture that the page makes itself is saved or shown by such an address.
  "img-src": "'self' data: blob:",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/** @param {Record<string, string>} directives */
const written = (directives) =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");

/** The policy for a <meta>, where no header can be sent; that of who may frame the page is a header's alone. */
export const metaPolicy = written(policy);

/** @type {Record<string, string>} */
export const otherHeaders = {
  // Any course page may frame a lesson.
  "Content-Security-Policy": written({ ...policy, "frame-ancestors": "*" }),
  // A course page on another origin may import the module and the custom element.
  "Access-Control-Allow-Origin": "*",
  "X-Content-Type-Options": "nosniff",
};

/** Vite names what it puts there by a hash of the contents; all else is asked for again, and mostly unchanged. */
export const hashedFolder = "assets";
export const cacheControl = { hashed: "public, max-age=31536000, immutable", other: "no-cache" };

/** Those that servers do not know.  @type {Record<string, string>} */
export const contentTypes = {
  wgsl: "text/wgsl; charset=utf-8",
  rs: "text/plain; charset=utf-8",
  py: "text/plain; charset=utf-8",
  run: "application/gzip",
};

/**
 * @param {string} path the path within the site
 * @param {boolean} isolation false for a plain static host, which sends none of this but types
 * @returns {Record<string, string>}
 */
export function headersFor(path, isolation) {
  const isHashed = path.startsWith(`/${hashedFolder}/`) && /-[\w-]{8}\.\w+$/.test(path);
  /** @type {Record<string, string>} */
  const headers = { ...otherHeaders, "Cache-Control": isHashed ? cacheControl.hashed : cacheControl.other };
  const type = contentTypes[path.slice(path.lastIndexOf(".") + 1)];
  if (type) headers["Content-Type"] = type;
  return isolation ? { ...headers, ...isolationHeaders } : headers;
}
