/**
 * The service worker: keeps the site for visits without network, and adds the headers of isolation to the site's
 * files where their host sends none. It answers for the files in its list and for nothing else in its scope, since
 * other pages may lie there that isolation would break.
 *
 * A new version waits until no page uses the old one, or until the only page there is has just been opened.
 */
import { PrecacheController, PrecacheRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { isolationHeaders } from "../hosting/headers.mjs";
import type { Kept, ToServiceWorker } from "./kept";

declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: Kept[];
declare const __REST__: Kept[];
/** Kept only once it was used: large, and not everybody's. */
declare const __ON_USE__: Kept[];

const { scope } = self.registration;

const isolating = { handlerWillRespond: async ({ response }: { response: Response }) => isolated(response) };

/** The response with the headers of isolation, unless its host has an opinion of its own. */
function isolated(response: Response): Response {
  const names = Object.keys(isolationHeaders);
  if (names.some((name) => response.headers.has(name))) return response;
  const headers = new Headers(response.headers);
  for (const name of names) headers.set(name, isolationHeaders[name] ?? "");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

// What the pages load at once: kept from the first moment, and all of one version.
const shell = new PrecacheController({ plugins: [isolating] });
shell.addToCacheList(__SHELL__);
self.addEventListener("install", (event) => void shell.install(event));
self.addEventListener("activate", (event) => void shell.activate(event));
// The parameters in an address are the page's own matter.
registerRoute(new PrecacheRoute(shell, { ignoreURLParametersMatching: [/./] }));

/** The addresses of files, and the names under which they are kept. */
const keysOf = (files: Kept[]) =>
  files.map(({ url, revision }): [string, string] => {
    const { href } = new URL(url, scope);
    return [href, revision === null ? href : `${href}?${revision}`];
  });

// All else: kept when it is first asked for, or when a page says that there is time.
const forAll = new Map(keysOf(__REST__));
const rest = new Map([...forAll, ...keysOf(__ON_USE__)]);
const restCache = `manyhands-rest-${scope}`;
const keeping = new CacheFirst({
  cacheName: restCache,
  plugins: [{ cacheKeyWillBeUsed: async ({ request }) => rest.get(request.url) ?? request.url }, isolating],
});
registerRoute(({ url }) => rest.has(url.href), keeping);

self.addEventListener("activate", (event) => event.waitUntil(forgetOldFiles()));

async function forgetOldFiles(): Promise<void> {
  const cache = await caches.open(restCache);
  const wanted = new Set(rest.values());
  const old = (await cache.keys()).filter(({ url }) => !wanted.has(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

self.addEventListener("message", (event) => {
  const { type } = event.data as ToServiceWorker;
  if (type === "keep-all") event.waitUntil(keepAll(event));
  if (type === "take-over") event.waitUntil(takeOver(event));
});

/** One after the other, so that a page that needs the network gets it. What is lost now is kept when it is used. */
async function keepAll(event: ExtendableMessageEvent): Promise<void> {
  for (const url of forAll.keys()) {
    const [, kept] = keeping.handleAll({ event, request: new Request(url) });
    await kept.catch(() => {});
  }
  event.source?.postMessage({ type: "kept-all" });
}

/** Another page may have a lesson running, and its parts would be gone. */
async function takeOver(event: ExtendableMessageEvent): Promise<void> {
  const asking = event.source instanceof Client ? event.source.id : "";
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const isAlone = pages.every(({ id, url }) => id === asking || !url.startsWith(scope));
  if (isAlone) await self.skipWaiting();
}
