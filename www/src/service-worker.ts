/**
 * The page's side of the service worker, which lies in `../service-worker/`. On a host that sends no headers of
 * isolation the page is loaded once more through it, and is isolated then; everywhere it keeps the site for visits
 * without network. A page inside another one does not ask for it: browsers give it a storage of its own, or none.
 */
import type { ToServiceWorker } from "../service-worker/kept";
import { runs } from "./engine/runs";
import { siteRoot } from "./kit/site-root";

/** In this tab's own storage, that the page was loaded again to become isolated: it never is twice. */
const LOADED_AGAIN = "manyhands:loaded-again";

/** How often, and how many times, a page that has just been opened asks a new version to take over. */
const ASKED_EVERY_MS = 300;
const MOST_ASKED = 10;

export async function useServiceWorker(): Promise<void> {
  if (import.meta.env.DEV || window !== window.top || !("serviceWorker" in navigator)) return;
  try {
    if (crossOriginIsolated) sessionStorage.removeItem(LOADED_AGAIN);
    await letNewVersionTakeOver();
    // Where it is not needed for the first run it does not get in the way of the first view.
    if (crossOriginIsolated) await settled();
    await navigator.serviceWorker.register(new URL("service-worker.js", siteRoot), { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    if (!crossOriginIsolated) {
      if (loadAgain()) return;
      await settled();
    }
    active?.postMessage({ type: "keep-all" } satisfies ToServiceWorker);
  } catch (thrown) {
    // Refused by a setting or a private window. All but this works, and the page says what it lacks.
    console.info("No service worker:", thrown);
  }
}

/** A new version that was fetched during an earlier visit: now nothing runs yet. */
async function letNewVersionTakeOver(): Promise<void> {
  const waiting = (await navigator.serviceWorker.getRegistration(siteRoot))?.waiting;
  if (!waiting) return;
  const startAgain = () => {
    if (!runs.hasBegun) location.reload();
  };
  navigator.serviceWorker.addEventListener("controllerchange", startAgain, { once: true });
  // Chromium may leave it waiting for minutes when the old version still answers for this page's own files.
  await settled();
  // It does not take over while there is another page, and one that has just been closed is still counted for a moment.
  for (let asked = 0; asked < MOST_ASKED && waiting.state === "installed" && !runs.hasBegun; asked++) {
    waiting.postMessage({ type: "take-over" } satisfies ToServiceWorker);
    await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
  }
}

/** Loads the page through the service worker, once and unless someone has begun to use it. */
function loadAgain(): boolean {
  if (runs.hasBegun || sessionStorage.getItem(LOADED_AGAIN)) return false;
  sessionStorage.setItem(LOADED_AGAIN, "yes");
  location.reload();
  return true;
}

/** When the page has loaded and has nothing to do. */
async function settled(): Promise<void> {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve));
  await new Promise<unknown>((resolve) =>
    "requestIdleCallback" in window ? requestIdleCallback(resolve, { timeout: 5000 }) : setTimeout(resolve, 1000),
  );
}
