/** What this page or worker can do, asked in one place. */
import { msg } from "@lit/localize";

/** Threads over one memory need both: the browser's promise of isolation, and the type itself (WebKit may lack it). */
export function hasSharedMemory(): boolean {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === "function";
}

/** Half a sentence for the reader: why workers cannot share memory in this page. */
export function whyNoSharedMemory(): string {
  if (globalThis.crossOriginIsolated === true)
    return msg("this browser offers no SharedArrayBuffer", {
      desc: "Follows “It is missing:” and “This page has no shared memory:”",
    });
  if (!globalThis.isSecureContext)
    return msg("it did not come over a secure connection", {
      desc: "“It” is the page. Follows “It is missing:” and “This page has no shared memory:”",
    });
  if (globalThis.self !== globalThis.top)
    return msg("the page around it is not cross-origin isolated", {
      desc: "“It” is the page. Follows “It is missing:” and “This page has no shared memory:”",
    });
  return msg("it was not served with the headers of cross-origin isolation", {
    desc: "“It” is the page. Follows “It is missing:” and “This page has no shared memory:”",
  });
}
