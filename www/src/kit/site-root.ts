/**
 * Where the site itself lies, which is not always where the page lies: `many-hands.js` may be loaded by any page.
 * Every built module is in `assets/`, one folder below the root; the development server serves from the root.
 */
const rootFromHere = import.meta.env.DEV ? "/" : "../";

export const siteRoot = new URL(rootFromHere, import.meta.url);

/** Workers may not cross origins, so an engine can run only in a page of the site's own origin. */
export function isOwnOrigin(): boolean {
  return siteRoot.origin === globalThis.location.origin;
}

/** Whether the site was opened as a file. Browsers start no workers from files, and some do not even load its scripts. */
export function isFile(): boolean {
  return siteRoot.protocol === "file:";
}

/**
 * Whether a sandbox has taken this page's origin away: then no script of the site may be a worker's. A file has none either,
 * and stands in no sandbox.
 */
export function isSandboxed(): boolean {
  return globalThis.origin === "null" && globalThis.location.protocol !== "file:";
}

/** Whether this page stands in another one. */
export function isFramed(): boolean {
  return globalThis.self !== globalThis.top;
}
