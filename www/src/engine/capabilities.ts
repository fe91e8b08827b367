/** What this page can do, in words for a reader: each thing that lessons use, why it is missing, and the mend. */
import { msg, str } from "@lit/localize";
import { type Found, type FoundGpu, sharedMemory, simd, webAssembly } from "../../../src/platform/web/environment.js";
import { isolationHeaders } from "../../hosting/headers.mjs";
import { messageOf } from "../api/errors";
import { browserHere, systemHere } from "../kit/agent";
import { inTime } from "../kit/in-time";
import { language } from "../kit/language";
import { correctSharedMemory, hasSharedMemory, whyNoSharedMemory } from "../kit/shared-memory";
import { isFile, isFramed, isSandboxed } from "../kit/site-root";
import { webAssemblyMend, whyNoEngine } from "./lacks";
import type { Environment } from "./messages";
import { runs } from "./runs";

export interface Capability {
  name: string;
  isThere: boolean;
  /** What it gives, or why it is missing. */
  detail: string;
  /** What can be done about it, by the reader or by whoever runs the host. */
  mend?: string | undefined;
  /** To be copied, as it is. */
  lines?: string | undefined;
  /** What the browser said, in its own words. */
  said?: string | undefined;
}

/** Asks the worker in which runs happen, and the page for what only a page sees. */
export async function capabilities(): Promise<Capability[]> {
  const [told, ...kept] = await Promise.all([runs.environment(), serviceWorker(), storage()]);
  // Where there is no such worker nothing runs; what its kind could do the page can still say.
  const environment = told ?? {
    webAssembly: webAssembly(),
    simd: simd(),
    sharedMemory: sharedMemory(),
    workers: { is: false },
    gpu: { is: false, why: "unknown", name: "", software: false },
  };
  if (told) correctSharedMemory(told.sharedMemory);
  return [
    secure(),
    isolation(),
    wasm(environment.webAssembly),
    workers(environment, told !== undefined),
    shared(),
    wasmSimd(environment.simd),
    webgpu(environment.gpu),
    ...kept,
  ];
}

const serveIt = () =>
  msg("Serve the folder, with “npx manyhands” or “python3 -m http.server” in it, and open the address that it prints.");

function secure(): Capability {
  const name = msg("Secure connection");
  const scheme = `${location.protocol}//`;
  if (isFile()) return { name, isThere: false, detail: msg("This page was opened as a file."), mend: serveIt() };
  if (isSecureContext) return { name, isThere: true, detail: msg("All else needs it.") };
  return {
    name,
    isThere: false,
    detail: msg(str`This page came by ${scheme}, which anyone on the way can change.`),
    mend: msg("Serve the site by https. (On one’s own machine, localhost counts as secure.)"),
  };
}

function isolation(): Capability {
  const name = msg("Cross-origin isolation");
  if (crossOriginIsolated)
    return { name, isThere: true, detail: msg("Browsers ask for it before they let workers share memory.") };
  const why = whyNoSharedMemory();
  const missing: Capability = { name, isThere: false, detail: msg(str`It is missing: ${why}.`) };
  if (isFile()) return { ...missing, mend: serveIt() };
  if (!isSecureContext) return { ...missing, mend: msg("See secure connection.") };
  if (isSandboxed()) return { ...missing, mend: sandboxMend() };
  const headers = Object.entries(isolationHeaders).map(([header, value]) => `${header}: ${value}`);
  return {
    ...missing,
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

const sandboxMend = () =>
  msg('The page around the lesson can allow it with sandbox="allow-scripts allow-same-origin".');

function wasm({ is }: Found): Capability {
  const name = "WebAssembly";
  if (is) return { name, isThere: true, detail: msg("The lessons are written in it.") };
  return {
    name,
    isThere: false,
    detail: msg("It is switched off in this browser, and without it no lesson runs."),
    mend: webAssemblyMend(),
  };
}

function workers({ workers }: Environment, isStarted: boolean): Capability {
  const name = msg("Workers", { id: "row-workers", desc: "Web Workers, in a list of what a browser can do" });
  if (isStarted && workers.is) return { name, isThere: true, detail: msg("Lessons run in them.") };
  const why = whyNoEngine();
  if (why !== undefined) return { name, isThere: false, detail: why };
  return isStarted
    ? {
        name,
        isThere: false,
        detail: msg("A worker may start none of its own here, so lessons have only one."),
        mend: msg("A newer browser has it."),
      }
    : {
        name,
        isThere: false,
        detail: msg("The worker in which lessons run could not be started, or did not answer."),
        mend: msg("Try a window without extensions, or another browser."),
      };
}

function shared(): Capability {
  const name = "SharedArrayBuffer";
  if (hasSharedMemory())
    return { name, isThere: true, detail: msg("Workers can share one memory: lessons about threads run.") };
  const why = whyNoSharedMemory();
  const detail =
    whyNoEngine() === undefined
      ? msg(str`It is missing: ${why}. Lessons run in workers that share nothing, where they can.`)
      : msg(str`It is missing: ${why}.`);
  return {
    name,
    isThere: false,
    detail,
    mend: crossOriginIsolated
      ? msg("Close other tabs, or take another browser or a newer version of this one.")
      : msg("See cross-origin isolation."),
  };
}

function wasmSimd({ is }: Found): Capability {
  return {
    name: "WebAssembly SIMD",
    isThere: is,
    detail: is ? msg("One instruction works on several numbers: pi is quicker for it.") : msg("This browser lacks it."),
    mend: is ? undefined : msg("A newer browser has it."),
  };
}

function webgpu({ is, why, text, name: adapter, software }: FoundGpu): Capability {
  const name = "WebGPU";
  const called = adapter || msg("one that does not say its name");
  if (is && software)
    return {
      name,
      isThere: true,
      detail: msg(
        str`Adapter: ${called}. This is a GPU in software: the processor plays its part, and its times say nothing of a GPU.`,
      ),
      mend: gpuMend(),
    };
  if (is) return { name, isThere: true, detail: msg(str`Adapter: ${called}.`) };
  const instead = whyNoEngine() === undefined ? gpuInstead() : "";
  const missing = (detail: string, mend: string | undefined): Capability => ({
    name,
    isThere: false,
    detail: instead ? `${detail} ${instead}` : detail,
    mend,
    said: text,
  });
  if (isFile()) return missing(msg("It is not asked for in a page that was opened as a file."), serveIt());
  switch (why) {
    case "insecure":
      return missing(
        msg("It is given to pages that came over a secure connection only."),
        msg("See secure connection."),
      );
    case "missing":
      return missing(msg("This browser does not offer it in workers, where lessons run."), gpuMend());
    case "slow":
      return missing(msg("The browser was asked for a GPU and did not answer."), msg("Restart the browser."));
    case "adapter":
      return missing(msg("The browser knows it and found no adapter: no GPU that it would use."), gpuMend());
    case "device":
      return missing(msg("There is an adapter, and it gave no device."), msg("Restart the browser; a newer driver."));
    default:
      return missing(msg("It could not be asked for: no worker runs here."), undefined);
  }
}

/** What counts in pi where no GPU does. */
const gpuInstead = () => (hasSharedMemory() ? msg("Pi runs on threads.") : msg("Pi runs in processes."));

/** Where in this browser and system WebGPU is switched on. */
function gpuMend(): string {
  const [browser, system] = [browserHere(), systemHere()];
  if (browser === "firefox" && system !== "ios")
    return msg("In about:config, set dom.webgpu.enabled and gfx.webgpu.ignore-blocklist to true.");
  if (browser === "safari" || system === "ios")
    return msg("Safari has it from version 26 on; before, among the feature flags in its settings.");
  const scheme = browser === "edge" ? "edge" : "chrome";
  if (system === "linux")
    return msg(
      str`Switch on ${scheme}://flags/#enable-unsafe-webgpu and ${scheme}://flags/#enable-vulkan, and restart the browser.`,
    );
  if (system === "android") return msg("A newer version of the browser or of Android.");
  return msg(str`In ${scheme}://settings/system, use graphics acceleration; otherwise, a newer driver.`);
}

async function serviceWorker(): Promise<Capability> {
  const name = msg("Service worker");
  const missing = (detail: string, mend?: string, said?: string): Capability => ({
    name,
    isThere: false,
    detail,
    mend,
    said,
  });
  if (isFile()) return missing(msg("A page that was opened as a file has none."), serveIt());
  if (isFramed())
    return missing(
      msg("A lesson in a frame does not ask for one: browsers give it a storage of its own there, or none."),
    );
  if (!isSecureContext)
    return missing(msg("It is given to pages that came over a secure connection only."), msg("See secure connection."));
  if (!("serviceWorker" in navigator))
    return missing(
      msg("This browser has it switched off, as some do in private windows."),
      browserHere() === "firefox" && systemHere() !== "ios"
        ? msg("In about:config, set dom.serviceWorkers.enabled to true, or take a window that is not private.")
        : msg("Use a window that is not private."),
    );
  try {
    const registration = await inTime(navigator.serviceWorker.getRegistration());
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
    return missing(msg("The browser refuses it."), keepingMend(), messageOf(thrown));
  }
}

const keepingMend = () => msg("Let this site keep cookies and site data, in the browser’s settings.");

async function storage(): Promise<Capability> {
  const name = msg("Storage");
  try {
    sessionStorage.getItem("");
    localStorage.getItem("");
  } catch (thrown) {
    return {
      name,
      isThere: false,
      detail: msg("The browser keeps nothing for this page."),
      mend: isSandboxed() ? sandboxMend() : keepingMend(),
      said: messageOf(thrown),
    };
  }
  try {
    const { usage = 0, quota = 0 } = await inTime(navigator.storage.estimate());
    const mb = (bytes: number) => (bytes / 1e6).toLocaleString(language(), { maximumFractionDigits: 1 });
    const [used, most] = [mb(usage), mb(quota)];
    return { name, isThere: true, detail: msg(str`This site uses ${used} MB of at most ${most} MB.`) };
  } catch {
    return { name, isThere: true, detail: msg("The browser does not say how much of it there is.") };
  }
}
