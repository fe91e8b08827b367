/** What this page or worker can do, asked in one place. */

/** Threads over one memory need both: the browser's promise of isolation, and the type itself (WebKit may lack it). */
export function hasSharedMemory(): boolean {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === "function";
}

/** Half a sentence for the reader: why workers cannot share memory in this page. */
export function whyNoSharedMemory(): string {
  if (globalThis.crossOriginIsolated === true) return "this browser offers no SharedArrayBuffer";
  if (!globalThis.isSecureContext) return "it did not come over a secure connection";
  if (globalThis.self !== globalThis.top) return "the page around it is not cross-origin isolated";
  return "it was not served with the headers of cross-origin isolation";
}
