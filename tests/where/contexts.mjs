// The places that a lesson may stand in.

import { serve } from "../../.dev/serve.mjs";
import { coursePage, isolatingCourse } from "../page/site.mjs";

/**
 * @typedef {object} Context
 * @property {string} name
 * @property {boolean} headers whether the lessons' host sends the headers of isolation
 * @property {Record<string, string>} [course] what another site's page sends whose frame holds the lesson
 * @property {string} [frame] attributes of that frame
 */

/** @type {Context[]} */
export const contexts = [
  { name: "A tab of its own", headers: true },
  { name: "A frame in a plain page", headers: true, course: {} },
  {
    name: "A frame in an isolated page that allows it",
    headers: true,
    course: isolatingCourse,
    frame: 'allow="cross-origin-isolated"',
  },
  { name: "A tab of its own, from a host without headers", headers: false },
  { name: "A frame in a plain page, from a host without headers", headers: false, course: {} },
];

/**
 * Lays the site on a host, and gives the place where its lessons stand, one after the other.
 * @param {import('./engines.mjs').Browser} browser
 * @param {Context} context
 * @param {(stage: {place: import('./engines.mjs').Place, addressOf: (lesson: string, query?: string) => string}) => Promise<void>} use
 */
export async function inContext(browser, { headers, course, frame = "" }, use) {
  const site = await serve({ isolation: headers });
  const around = course && (await coursePage(`<iframe width="900" height="600" ${frame}></iframe>`, course));
  try {
    const place = around ? await browser.frame(around.url) : await browser.tab();
    if (!around && !headers) {
      await place.show(site.url);
      await place.until(serviceWorkerHasItsSay, undefined);
    }
    const addressOf = (/** @type {string} */ lesson, query = "") =>
      around ? `${site.url}embed.html?lesson=${lesson}&${query}` : `${site.url}#${lesson}?${query}`;
    try {
      await use({ place, addressOf });
    } finally {
      await place.close();
    }
  } finally {
    around?.close();
    await site.close();
  }
}

/** A page that nobody isolates is loaded once more through the service worker, which isolates it. */
function serviceWorkerHasItsSay() {
  return crossOriginIsolated && document.readyState === "complete";
}
