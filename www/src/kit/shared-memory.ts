/** Whether workers of this page can share a memory, and why not. */
import { msg } from "@lit/localize";
import { type Found, sharedMemory } from "../../../src/platform/web/environment.js";
import { isFile, isFramed, isSandboxed } from "./site-root";

let found: Found | undefined;
const changes = new EventTarget();

export function hasSharedMemory(): boolean {
  found ??= sharedMemory();
  return found.is;
}

/** The worker in which runs happen has found out for itself; its word goes before the page's. */
export function correctSharedMemory(told: Found): void {
  if (told.is === hasSharedMemory()) return;
  found = told;
  changes.dispatchEvent(new Event("change"));
}

/** Calls `listener` whenever the answer is another than before; gives the way to call that off. */
export function onSharedMemory(listener: () => void): () => void {
  changes.addEventListener("change", listener);
  return () => changes.removeEventListener("change", listener);
}

/** Half a sentence for the reader: why workers cannot share memory in this page. */
export function whyNoSharedMemory(): string {
  hasSharedMemory();
  switch (found?.why) {
    case "webassembly":
      return msg("WebAssembly is switched off in this browser", {
        desc: "“It” is the page",
      });
    case "insecure":
      return msg("it did not come over a secure connection", {
        desc: "“It” is the page",
      });
    case "type":
      return msg("this browser offers no SharedArrayBuffer", {
        desc: "“It” is the page",
      });
    case "refused":
      return msg("this browser would not give it, perhaps for want of memory", {
        desc: "“It” is the page",
      });
  }
  if (isFile())
    return msg("it was opened as a file, and came from no server", {
      desc: "“It” is the page",
    });
  if (isSandboxed())
    return msg("the page around it keeps it in a sandbox", {
      desc: "“It” is the page",
    });
  if (isFramed())
    return msg("the page around it is not cross-origin isolated", {
      desc: "“It” is the page",
    });
  return msg("it was not served with the headers of cross-origin isolation", {
    desc: "“It” is the page",
  });
}
