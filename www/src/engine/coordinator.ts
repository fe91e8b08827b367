/**
 * The worker in which the engine runs. It picks the build that this browser can run, loads it when first asked, and
 * passes messages; it awaits and never blocks, so that it hears Stop. The engine starts its own workers from here.
 */
import {
  type Found,
  gpu,
  refuseSharedMemory,
  sharedMemory,
  simd,
  webAssembly,
} from "../../../src/platform/web/environment.js";
import { messageOf } from "../api/errors";
import type { Files } from "../api/files";
import type { ErrorTold } from "../api/types";
import { hold, lifeOf, watch, within } from "../kit/life";
import { siteRoot } from "../kit/site-root";
import type { EngineKind, FromCoordinator, ListingRequest, RunRequest, ToCoordinator, WhyNoPython } from "./messages";
import { fetched } from "./progress";

/** The exports of the wasm package that are used here. */
interface EngineModule {
  default(wasm?: { module_or_path: Response }): Promise<unknown>;
  /** Of an engine that is large: how many bytes its wasm has. */
  wasmBytes?: number;
  start(): Promise<void>;
  run(
    lesson: string,
    params: string,
    preset: string | undefined,
    door: string,
    onEvents: (json: string) => void,
    files: Files | undefined,
    asks: boolean,
  ): Promise<string>;
  /** Of the engine with Python. */
  answer?(line: string | undefined): void;
  listing(lesson: string, params: string, preset: string | undefined): string;
  stop(): void;
  artifact(name: string): Uint8Array<ArrayBuffer> | undefined;
}

/** How long the engine may take to come: a slow connection needs its time, a dead one would take for ever. */
const LOAD_MS = 120_000;

/** Which engine this worker holds. */
let engine: EngineKind = "lessons";

const late = () => `it had not come after ${LOAD_MS / 1000} seconds`;

let loading: Promise<EngineModule> | undefined;
let loaded: EngineModule | undefined;
let stopRequested = false;

function post(message: FromCoordinator, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

/** The engine in one of its builds, ready to be started. */
async function moduleOf(build: "shared" | "isolated"): Promise<EngineModule> {
  const address = new URL(`engine/${build}/manyhands.js`, siteRoot).href;
  // The package is served as it is: its wasm and its workers' scripts lie beside it.
  const module: EngineModule = await import(/* @vite-ignore */ address);
  await module.default();
  return module;
}

/** Why the engine with Python is not there, after an error of the network, of the host or of the engine. */
class NoPython extends Error {
  readonly why: WhyNoPython;

  constructor(why: WhyNoPython, details = "") {
    super(details);
    this.why = why;
  }
}

/** The engine with Python. It is large, so it is said how much of it has come. */
async function pythonModule(): Promise<{ module: EngineModule; memory: Found }> {
  const memory = sharedMemory();
  if (!memory.is) throw new NoPython("memory");
  const address = new URL("engine/python/manyhands.js", siteRoot).href;
  const wasm = fetched(new URL("manyhands_bg.wasm", address).href);
  // Heard below, where the glue has come.
  wasm.catch(() => {});
  let module: EngineModule;
  try {
    module = await within(LOAD_MS, late, import(/* @vite-ignore */ address));
  } catch (thrown) {
    throw new NoPython(await whyNoGlue(address), messageOf(thrown));
  }
  let response: Response;
  try {
    response = (await wasm).counted(module.wasmBytes ?? 0, (progress) => post({ type: "progress", progress }));
  } catch (thrown) {
    throw new NoPython("network", messageOf(thrown));
  }
  if (!response.ok) throw new NoPython("missing", `${response.status} ${response.statusText}`);
  try {
    await module.default({ module_or_path: response });
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw new NoPython("network", messageOf(thrown));
    refuseSharedMemory(thrown);
    throw new NoPython("memory", messageOf(thrown));
  }
  return { module, memory };
}

/** A module that does not load says no more than that: its host is asked once more. */
async function whyNoGlue(address: string): Promise<WhyNoPython> {
  try {
    const { ok } = await fetch(address, { method: "HEAD" });
    return ok ? "broken" : "missing";
  } catch {
    return "network";
  }
}

/** The build with threads, where there is the shared memory for it; and whether there was. */
async function bestModule(): Promise<{ module: EngineModule; memory: Found }> {
  const memory = sharedMemory();
  if (!memory.is) return { module: await moduleOf("isolated"), memory };
  try {
    return { module: await moduleOf("shared"), memory };
  } catch (thrown) {
    // A little shared memory could be had, and not what the engine asks for.
    if (!(thrown instanceof RangeError)) throw thrown;
    return { module: await moduleOf("isolated"), memory: refuseSharedMemory(thrown) };
  }
}

function load(): Promise<EngineModule> {
  const load = async () => {
    if (!webAssembly().is) {
      post({ type: "no-webassembly" });
      throw new Error("no WebAssembly");
    }
    const { module, memory } = await (engine === "python" ? pythonModule() : bestModule());
    await module.start();
    loaded = module;
    post({ type: "ready", sharedMemory: memory });
    return module;
  };
  loading ??= (engine === "python" ? load() : within(LOAD_MS, late, load())).catch((reason) => {
    if (reason instanceof NoPython) post({ type: "no-python", why: reason.why, details: reason.message });
    else post({ type: "broken", what: "load", details: messageOf(reason) });
    throw reason;
  });
  return loading;
}

async function tellEnvironment(): Promise<void> {
  const environment = {
    webAssembly: webAssembly(),
    simd: simd(),
    sharedMemory: sharedMemory(),
    workers: { is: typeof Worker === "function", why: "missing" },
    gpu: await gpu(),
  };
  post({ type: "environment", environment });
}

async function run(request: RunRequest): Promise<void> {
  stopRequested = false;
  const module = await load();
  if (stopRequested) {
    const error = { kind: "cancelled", message: "The run was stopped before it began." };
    post({ type: "done", outcome: JSON.stringify({ error }) });
    return;
  }
  const { lesson, params, preset, door, files, asks } = request;
  const onEvents = (json: string) => post({ type: "events", json });
  post({ type: "done", outcome: await module.run(lesson, params, preset, door, onEvents, files, asks) });
}

async function tellListing({ id, lesson, params, preset }: ListingRequest): Promise<void> {
  const module = await load();
  post({ type: "listing", id, answer: module.listing(lesson, params, preset) });
}

function sendArtifacts(names: string[]): void {
  const files = names.map((name) => loaded?.artifact(name));
  post(
    { type: "artifacts", files },
    files.flatMap((file) => (file ? [file.buffer] : [])),
  );
}

addEventListener("message", (event: MessageEvent<ToCoordinator>) => {
  const message = event.data;
  switch (message.type) {
    case "begin":
      engine = message.engine;
      self.manyhandsProcessors = message.processors;
      void hold(message.life).then((isHeld) => {
        if (isHeld) self.manyhandsLife = message.life;
        post({ type: "lives", isHeld });
      });
      break;
    case "ask":
      void tellEnvironment();
      break;
    case "load":
      load().catch(() => {}); // said by `load` itself
      break;
    case "run":
      run(message).catch((reason) => post({ type: "broken", what: "run", details: messageOf(reason) }));
      break;
    case "listing":
      tellListing(message).catch((reason) => {
        const error: ErrorTold = { kind: "failed", message: messageOf(reason) };
        post({ type: "listing", id: message.id, answer: JSON.stringify({ error }) });
      });
      break;
    case "stop":
      stopRequested = true;
      loaded?.stop();
      break;
    case "answer":
      loaded?.answer?.(message.line);
      break;
    case "artifacts":
      sendArtifacts(message.names);
      break;
  }
});

addEventListener("unhandledrejection", (event) => {
  post({ type: "broken", what: "run", details: messageOf(event.reason) });
});

declare global {
  /** The processors that the page was told of; the engine reads it (`host.js`). */
  var manyhandsProcessors: number | undefined;
  /** The lock that this worker holds as long as it lives: what the engine starts ends with it (`host.js`). */
  var manyhandsLife: string | undefined;
}

/** Where a browser lets workers start none the engine says so, once it is asked for one. */
const BrowsersWorker = (globalThis.Worker ?? class {}) as typeof Worker;

/**
 * wasm-bindgen-rayon starts its workers from a copy of its script, waits until each has said that it is ready, and never
 * looks at them again: of one that cannot start, or that is gone, it would not hear. So each gets a name, by which it says
 * (in host.js) that it lives. The engine's other workers are looked after by the engine itself.
 */
class WatchedWorker extends BrowsersWorker {
  constructor(address: string | URL, options?: WorkerOptions) {
    const isOfPool = String(address).startsWith("blob:");
    const life = lifeOf("pool");
    super(address, isOfPool ? { ...options, name: life } : options);
    if (isOfPool) this.#watch(life);
  }

  #watch(life: string): void {
    const begun = new AbortController();
    const fail = ({ message }: ErrorEvent) => {
      const details = message || "Does the host’s Content-Security-Policy lack worker-src 'self' blob:?";
      post({ type: "broken", what: "worker", details });
    };
    const gone = () => post({ type: "broken", what: "pool", details: "" });
    this.addEventListener("error", fail, { signal: begun.signal });
    this.addEventListener("message", ({ data }) => {
      begun.abort();
      if (data.lives) watch(life, gone);
    });
  }
}
if ("Worker" in self) self.Worker = WatchedWorker;
