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

/** Whether a sandbox around this page has taken its origin away: then no script of the site may be a worker's. */
export function isSandboxed(): boolean {
  return globalThis.origin === "null";
}
