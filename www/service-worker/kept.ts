/** A file that is kept for later visits, as the build lists it. */
export interface Kept {
  /** Relative to the site's root. */
  url: string;
  /** Null where the name says it already. */
  revision: string | null;
}

/** What a page asks of the service worker. */
export type ToServiceWorker =
  /** Keep the rest of the site as well: the page has what it needs, and the network is free. */
  | { type: "keep-all" }
  /** The page has just been opened and runs nothing: a version that waits may take the place of the old one. */
  | { type: "take-over" };
