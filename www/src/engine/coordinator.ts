/**
 * The worker in which the engine runs. It picks the build that this browser can run, loads it when first asked, and
 * passes messages; it awaits and never blocks, so that it hears Stop. The engine starts its own workers from here.
 */
import { messageOf } from "../api/errors";
import type { Files } from "../api/files";
import type { ErrorTold } from "../api/types";
import { hasSharedMemory } from "../kit/shared-memory";
import { siteRoot } from "../kit/site-root";
import type { FromCoordinator, ListingRequest, RunRequest, ToCoordinator } from "./messages";

/** The exports of the wasm package that are used here. */
interface EngineModule {
  default(): Promise<unknown>;
  start(): Promise<void>;
  run(
    lesson: string,
    params: string,
    preset: string | undefined,
    door: string,
    onEvents: (json: string) => void,
    files: Files | undefined,
  ): Promise<string>;
  listing(lesson: string, params: string, preset: string | undefined): string;
  stop(): void;
  artifact(name: string): Uint8Array<ArrayBuffer> | undefined;
}

let loading: Promise<EngineModule> | undefined;
let loaded: EngineModule | undefined;
let stopRequested = false;

function post(message: FromCoordinator, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

function load(): Promise<EngineModule> {
  loading ??= (async () => {
    const build = hasSharedMemory() ? "shared" : "isolated";
    const address = new URL(`engine/${build}/manyhands.js`, siteRoot).href;
    // The package is served as it is: its wasm and its workers' scripts lie beside it.
    const module: EngineModule = await import(/* @vite-ignore */ address);
    await module.default();
    await module.start();
    loaded = module;
    post({ type: "ready" });
    return module;
  })().catch((reason) => {
    post({ type: "broken", message: `The engine could not be loaded: ${messageOf(reason)}` });
    throw reason;
  });
  return loading;
}

async function run(request: RunRequest): Promise<void> {
  stopRequested = false;
  const module = await load();
  if (stopRequested) {
    const error = { kind: "cancelled", message: "The run was stopped before it began." };
    post({ type: "done", outcome: JSON.stringify({ error }) });
    return;
  }
  const { lesson, params, preset, door, files } = request;
  const onEvents = (json: string) => post({ type: "events", json });
  post({ type: "done", outcome: await module.run(lesson, params, preset, door, onEvents, files) });
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
    case "load":
      load().catch(() => {}); // said by `load` itself
      break;
    case "run":
      run(message).catch((reason) => post({ type: "broken", message: messageOf(reason) }));
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
    case "artifacts":
      sendArtifacts(message.names);
      break;
  }
});

addEventListener("unhandledrejection", (event) => {
  post({ type: "broken", message: `The engine failed: ${messageOf(event.reason)}` });
});

/**
 * wasm-bindgen-rayon starts its workers from a copy of its script, and waits until each has said that it is ready: of one
 * that cannot start it would never hear. The engine's other workers are looked after by the engine itself.
 */
class WatchedWorker extends Worker {
  constructor(address: string | URL, options?: WorkerOptions) {
    super(address, options);
    if (!String(address).startsWith("blob:")) return;
    const fail = ({ message }: ErrorEvent) => {
      const reason = message || "does the host's Content-Security-Policy lack worker-src 'self' blob:?";
      post({ type: "broken", message: `A worker of the engine could not start: ${reason}` });
    };
    this.addEventListener("error", fail);
    this.addEventListener("message", () => this.removeEventListener("error", fail), { once: true });
  }
}
self.Worker = WatchedWorker;
