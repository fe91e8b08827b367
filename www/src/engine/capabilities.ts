/** What this page can do, in words for a reader: each thing that lessons use, why it is missing, and the mend. */
import { msg, str } from "@lit/localize";
import { simd, threads } from "wasm-feature-detect";
import { isolationHeaders } from "../../hosting/headers.mjs";
import { messageOf } from "../api/errors";
import { language } from "../kit/language";
import { hasSharedMemory, whyNoSharedMemory } from "../kit/shared-memory";

export interface Capability {
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

export function capabilities(): Promise<Capability[]> {
  return Promise.all([secure(), isolation(), sharedMemory(), wasmThreads(), wasmSimd(), webgpu(), worker(), storage()]);
}

async function secure(): Promise<Capability> {
  const name = msg("Secure connection");
  if (isSecureContext) return { name, isThere: true, detail: msg("All else needs it.") };
  const scheme = `${location.protocol}//`;
  return {
    name,
    isThere: false,
    detail: msg(str`This page came by ${scheme}, which anyone on the way can change.`),
    mend: msg("Serve the site by https. (On one’s own machine, localhost counts as secure.)"),
  };
}

async function isolation(): Promise<Capability> {
  const name = msg("Cross-origin isolation");
  if (crossOriginIsolated)
    return { name, isThere: true, detail: msg("Browsers ask for it before they let workers share memory.") };
  const headers = Object.entries(isolationHeaders).map(([header, value]) => `${header}: ${value}`);
  const why = whyNoSharedMemory();
  return {
    name,
    isThere: false,
    detail: msg(str`It is missing: ${why}.`),
    mend: isFramed()
      ? msg(
          `Send from the host of the lessons, with each file, what stands below: Chromium then isolates the frame by itself. For other browsers the page around must be isolated too, and give its frame allow="cross-origin-isolated".`,
        )
      : msg(
          "Send from the host, with each file, what stands below. Where it cannot, the site’s service worker does it, if the browser lets it.",
        ),
    lines: headers.join("\n"),
  };
}

async function sharedMemory(): Promise<Capability> {
  const name = "SharedArrayBuffer";
  if (hasSharedMemory())
    return { name, isThere: true, detail: msg("Workers can share one memory: lessons about threads run.") };
  const why = whyNoSharedMemory();
  return {
    name,
    isThere: false,
    detail: msg(str`It is missing: ${why}. Lessons run in workers that share nothing, where they can.`),
    mend: crossOriginIsolated
      ? msg("Another browser has it, or a newer version of this one.")
      : msg("See cross-origin isolation."),
  };
}

async function wasmThreads(): Promise<Capability> {
  const isThere = hasSharedMemory() && (await threads());
  return {
    name: msg("WebAssembly threads"),
    isThere,
    detail: isThere
      ? msg("The engine’s threads are real ones.")
      : msg("They need SharedArrayBuffer, and a browser that knows atomic instructions."),
  };
}

async function wasmSimd(): Promise<Capability> {
  const isThere = await simd();
  return {
    name: "WebAssembly SIMD",
    isThere,
    detail: isThere
      ? msg("One instruction works on several numbers: pi is quicker for it.")
      : msg("This browser lacks it."),
    mend: isThere ? undefined : msg("A newer browser has it."),
  };
}

async function webgpu(): Promise<Capability> {
  const name = "WebGPU";
  const missing = (detail: string, mend: string): Capability => ({ name, isThere: false, detail, mend });
  if (!isSecureContext)
    return missing(msg("It is given to pages that came over a secure connection only."), msg("See secure connection."));
  if (!("gpu" in navigator))
    return missing(
      msg("This browser does not offer it to this page. Pi runs on threads."),
      msg("Another browser has it, or a setting of this one."),
    );
  try {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter)
      return missing(
        msg("The browser knows it and found no adapter: no GPU that it would use."),
        msg("A newer driver, or the browser’s setting for hardware acceleration."),
      );
    const { vendor, architecture, description } = adapter.info;
    const known = [description, vendor, architecture].filter(Boolean).join(", ");
    const detail = known ? msg(str`Adapter: ${known}.`) : msg("Adapter: one that does not say its name.");
    return { name, isThere: true, detail };
  } catch (thrown) {
    const what = messageOf(thrown);
    return missing(
      msg(str`The browser was asked for an adapter and failed: ${what}`),
      msg("A newer driver or browser."),
    );
  }
}

async function worker(): Promise<Capability> {
  const name = msg("Service worker");
  const missing = (detail: string): Capability => ({ name, isThere: false, detail });
  if (isFramed())
    return missing(
      msg("A lesson in a frame does not ask for one: browsers give it a storage of its own there, or none."),
    );
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration?.active)
      return missing(msg("None is at work for this page: this is its first visit, or the browser does not let it."));
    const isUsed = navigator.serviceWorker.controller !== null;
    return {
      name,
      isThere: true,
      detail: isUsed
        ? msg("This page came through it: the site opens without network.")
        : msg("It is there, and serves the next visit."),
    };
  } catch (thrown) {
    const what = messageOf(thrown);
    return missing(msg(str`The browser refuses it: ${what}`));
  }
}

async function storage(): Promise<Capability> {
  const name = msg("Storage");
  try {
    sessionStorage.getItem("");
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    const mb = (bytes: number) => (bytes / 1e6).toLocaleString(language(), { maximumFractionDigits: 1 });
    const [used, most] = [mb(usage), mb(quota)];
    return { name, isThere: true, detail: msg(str`This site uses ${used} MB of at most ${most} MB.`) };
  } catch (thrown) {
    const what = messageOf(thrown);
    return { name, isThere: false, detail: msg(str`The browser keeps nothing for this page: ${what}`) };
  }
}
