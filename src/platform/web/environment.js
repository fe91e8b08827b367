// What a worker can do in this browser and page, found out by trying. The page's coordinator asks here, and so does the
// engine in it: in the worker in which runs happen, so that page, lessons and records are told the same.

/** How long a browser has for one answer, in milliseconds. */
const PATIENCE_MS = 3000;

/**
 * What came of a question; `why` and `text` where it is not there: a name for the reason, and what the browser said.
 * @typedef {{is: boolean, why?: string, text?: string}} Found
 * @typedef {Found & {name: string, software: boolean}} FoundGpu `software`: a processor plays the GPU's part
 */

const textOf = (/** @type {unknown} */ error) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

// (module (func (result v128) i32.const 0 i8x16.splat)): valid only where there is SIMD.
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);

/** @returns {Found} */
export function webAssembly() {
  return typeof WebAssembly === "object" ? { is: true } : { is: false, why: "missing" };
}

/** @returns {Found} */
export function simd() {
  try {
    return WebAssembly.validate(SIMD_MODULE) ? { is: true } : { is: false, why: "missing" };
  } catch (error) {
    return { is: false, why: "missing", text: textOf(error) };
  }
}

/** That a memory as large as the engine's was refused, for whoever asks in this worker. @returns {Found} */
export function refuseSharedMemory(/** @type {unknown} */ error) {
  const refused = { is: false, why: "refused", text: textOf(error) };
  /** @type {any} */ (globalThis).manyhandsRefused = refused;
  return refused;
}

/** A memory that workers share: one is made, and sent as it would be to a worker. @returns {Found} */
export function sharedMemory() {
  const refused = /** @type {any} */ (globalThis).manyhandsRefused;
  if (refused) return refused;
  if (!webAssembly().is) return { is: false, why: "webassembly" };
  if (globalThis.isSecureContext === false) return { is: false, why: "insecure" };
  if (globalThis.crossOriginIsolated !== true) return { is: false, why: "isolation" };
  if (typeof SharedArrayBuffer !== "function") return { is: false, why: "type" };
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    if (!(memory.buffer instanceof SharedArrayBuffer)) return { is: false, why: "type" };
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(memory);
    port1.close();
    port2.close();
    return { is: true };
  } catch (error) {
    return { is: false, why: "refused", text: textOf(error) };
  }
}

/** @type {Record<string, string>} */
const WHY_NO_THREADS = {
  insecure: "it did not come over a secure connection",
  isolation: "it is not cross-origin isolated (headers COOP and COEP)",
  type: "this browser has no SharedArrayBuffer",
};

/** Half a sentence on why this worker has no threads over one memory. */
export function whyNoThreads() {
  return WHY_NO_THREADS[sharedMemory().why ?? ""] ?? "this browser would not make one, perhaps for want of memory";
}

/**
 * What is known of an adapter, and whether it is a GPU at all. Browsers may tell nothing, or leave out any part.
 * @param {any} info
 */
export function aboutAdapter(info) {
  const known = ["description", "vendor", "architecture", "device"].map((part) => info?.[part] || "");
  const all = known.join(" ");
  const software =
    info?.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i.test(all);
  const [description, ...parts] = known;
  return { name: description || parts.filter(Boolean).join(" "), software };
}

/** Of a promise that may never settle: what it gave, unless the time is over. */
async function inTime(/** @type {Promise<any>} */ promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const slow = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(SLOW), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, slow]);
  } finally {
    clearTimeout(timer);
  }
}
const SLOW = new Error(`there was no answer within ${PATIENCE_MS / 1000} s`);

/** A GPU to compute on: an adapter, and a device of it. @returns {Promise<FoundGpu>} */
export async function gpu() {
  const none = (/** @type {string} */ why, /** @type {unknown} */ error) => ({
    is: false,
    why: error === SLOW ? "slow" : why,
    ...(error !== undefined && { text: textOf(error) }),
    ...about,
  });
  let about = { name: "", software: false };
  // Its types are no part of TypeScript's own.
  const { gpu } = /** @type {any} */ (navigator);
  if (!gpu) return none(globalThis.isSecureContext === false ? "insecure" : "missing");
  let adapter;
  try {
    adapter = await inTime(gpu.requestAdapter({ powerPreference: "high-performance" }));
  } catch (error) {
    return none("adapter", error);
  }
  if (!adapter) return none("adapter");
  try {
    const { info } = adapter;
    about = aboutAdapter(info);
    about.software ||= adapter.isFallbackAdapter === true;
    const device = await inTime(adapter.requestDevice());
    device.destroy();
    return { is: true, ...about };
  } catch (error) {
    return none("device", error);
  }
}

/** @type {Record<string, string>} */
const WHY_NO_GPU = {
  insecure: "browsers give WebGPU to pages that came over a secure connection only",
  missing: "this browser has no WebGPU in a worker (navigator.gpu is missing)",
  slow: `the browser did not answer within ${PATIENCE_MS / 1000} s when asked for a GPU`,
  adapter: "WebGPU is there, but no adapter was offered",
  device: "the GPU adapter gave no device",
};

/** What this browser and page can do, as JSON `{name: {available, detail}}`. */
export async function features() {
  const memory = sharedMemory();
  const isolated = globalThis.crossOriginIsolated === true;
  const hasSimd = simd().is;
  const { is: hasGpu, why, name, software } = await gpu();
  const adapter = name || "an adapter without a name";
  return JSON.stringify({
    shared_memory: {
      available: memory.is,
      detail: memory.is ? "workers can share one memory" : whyNoThreads(),
    },
    isolation: {
      available: isolated,
      detail: isolated
        ? "the page is cross-origin isolated"
        : "the page is not cross-origin isolated (headers COOP and COEP)",
    },
    simd: { available: hasSimd, detail: hasSimd ? "WebAssembly SIMD of 128 bits" : "no WebAssembly SIMD" },
    webgpu: {
      available: hasGpu,
      detail: hasGpu ? (software ? `${adapter}, a GPU in software` : adapter) : WHY_NO_GPU[why ?? ""],
    },
    browser: { available: true, detail: navigator.userAgent },
  });
}

/** Lets wgpu read what an adapter tells of itself, where a browser leaves out what wgpu takes for granted. */
export function completeAdapterInfo() {
  const prototype = /** @type {any} */ (globalThis).GPUAdapter?.prototype;
  if (!prototype || Object.hasOwn(prototype, "manyhandsInfo")) return;
  const told = Object.getOwnPropertyDescriptor(prototype, "info")?.get;
  prototype.manyhandsInfo = true;
  Object.defineProperty(prototype, "info", {
    configurable: true,
    get() {
      const info = told?.call(this);
      const isFallbackAdapter = info?.isFallbackAdapter ?? this.isFallbackAdapter ?? false;
      const [vendor, architecture, device, description] = ["vendor", "architecture", "device", "description"].map(
        (part) => info?.[part] ?? "",
      );
      const [subgroupMinSize, subgroupMaxSize] = [info?.subgroupMinSize ?? 0, info?.subgroupMaxSize ?? 0];
      return { vendor, architecture, device, description, isFallbackAdapter, subgroupMinSize, subgroupMaxSize };
    },
  });
}
