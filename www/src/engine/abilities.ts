/** What this page can do, in words for a reader: each thing that lessons use, why it is missing, and the mend. */
import { simd, threads } from "wasm-feature-detect";
import { isolationHeaders } from "../../../.dev/serve/headers.mjs";
import { messageOf } from "../api/errors";
import { hasSharedMemory, whyNoSharedMemory } from "./capabilities";

export interface Ability {
  name: string;
  isThere: boolean;
  /** What it gives, or why it is missing. */
  detail: string;
  /** What whoever runs the host can do about it. */
  mend?: string | undefined;
  /** To be copied, as it is. */
  lines?: string | undefined;
}

const isFramed = () => window.self !== window.top;

export function abilities(): Promise<Ability[]> {
  return Promise.all([secure(), isolation(), sharedMemory(), wasmThreads(), wasmSimd(), webgpu(), worker(), storage()]);
}

async function secure(): Promise<Ability> {
  return {
    name: "Secure connection",
    isThere: isSecureContext,
    detail: isSecureContext
      ? "All else needs it."
      : `This page came by ${location.protocol}//, which anyone on the way can change.`,
    mend: isSecureContext ? undefined : "Serve the site by https. (On one’s own machine, localhost counts as secure.)",
  };
}

async function isolation(): Promise<Ability> {
  const name = "Cross-origin isolation";
  if (crossOriginIsolated)
    return { name, isThere: true, detail: "Browsers ask for it before they let workers share memory." };
  const headers = Object.entries(isolationHeaders).map(([header, value]) => `${header}: ${value}`);
  const around = `Send from the host of the lessons, with each file, what stands below: Chromium then isolates the frame by itself. For other browsers the page around must be isolated too, and give its frame allow="cross-origin-isolated".`;
  const alone =
    "Send from the host, with each file, what stands below. Where it cannot, the site’s service worker does it, if the browser lets it.";
  return {
    name,
    isThere: false,
    detail: `It is missing: ${whyNoSharedMemory()}.`,
    mend: isFramed() ? around : alone,
    lines: headers.join("\n"),
  };
}

async function sharedMemory(): Promise<Ability> {
  const isThere = hasSharedMemory();
  return {
    name: "SharedArrayBuffer",
    isThere,
    detail: isThere
      ? "Workers can share one memory: lessons about threads run."
      : `It is missing: ${whyNoSharedMemory()}. Lessons run in workers that share nothing, where they can.`,
    mend: isThere
      ? undefined
      : crossOriginIsolated
        ? "Another browser has it, or a newer version of this one."
        : "See cross-origin isolation.",
  };
}

async function wasmThreads(): Promise<Ability> {
  const isThere = hasSharedMemory() && (await threads());
  return {
    name: "WebAssembly threads",
    isThere,
    detail: isThere
      ? "The engine’s threads are real ones."
      : "They need SharedArrayBuffer, and a browser that knows atomic instructions.",
  };
}

async function wasmSimd(): Promise<Ability> {
  const isThere = await simd();
  return {
    name: "WebAssembly SIMD",
    isThere,
    detail: isThere ? "One instruction works on several numbers: pi is quicker for it." : "This browser lacks it.",
    mend: isThere ? undefined : "A newer browser has it.",
  };
}

async function webgpu(): Promise<Ability> {
  const name = "WebGPU";
  const missing = (detail: string, mend: string): Ability => ({ name, isThere: false, detail, mend });
  if (!isSecureContext)
    return missing("It is given to pages that came over a secure connection only.", "See secure connection.");
  if (!("gpu" in navigator))
    return missing(
      "This browser does not offer it to this page. Pi runs on threads.",
      "Another browser has it, or a setting of this one.",
    );
  try {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter)
      return missing(
        "The browser knows it and found no adapter: no GPU that it would use.",
        "A newer driver, or the browser’s setting for hardware acceleration.",
      );
    const { vendor, architecture, description } = adapter.info;
    const known = [description, vendor, architecture].filter(Boolean).join(", ");
    return { name, isThere: true, detail: `Adapter: ${known || "one that does not say its name"}.` };
  } catch (thrown) {
    return missing(
      `The browser was asked for an adapter and failed: ${messageOf(thrown)}`,
      "A newer driver or browser.",
    );
  }
}

async function worker(): Promise<Ability> {
  const name = "Service worker";
  const missing = (detail: string): Ability => ({ name, isThere: false, detail });
  if (isFramed())
    return missing("A lesson in a frame does not ask for one: browsers give it a storage of its own there, or none.");
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration?.active)
      return missing("None is at work for this page: this is its first visit, or the browser does not let it.");
    const isUsed = navigator.serviceWorker.controller !== null;
    return {
      name,
      isThere: true,
      detail: isUsed
        ? "This page came through it: the site opens without network."
        : "It is there, and serves the next visit.",
    };
  } catch (thrown) {
    return missing(`The browser refuses it: ${messageOf(thrown)}`);
  }
}

async function storage(): Promise<Ability> {
  const name = "Storage";
  try {
    sessionStorage.getItem("");
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    const mb = (bytes: number) => (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 });
    return { name, isThere: true, detail: `This site uses ${mb(usage)} MB of at most ${mb(quota)} MB.` };
  } catch (thrown) {
    return { name, isThere: false, detail: `The browser keeps nothing for this page: ${messageOf(thrown)}` };
  }
}
