/**
 * The worker in which the engine runs. It picks the build that this browser can run, loads it when first asked, and
 * passes messages; it awaits and never blocks, so that it hears Stop. The engine starts its own workers from here.
 */
import { messageOf } from "../api/errors";
import { siteRoot } from "../site";
import { hasSharedMemory } from "./capabilities";
import type { FromCoordinator, Outcome, RunRequest, ToCoordinator } from "./messages";

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
  ): Promise<string>;
  stop(): void;
  artifact(name: string): Uint8Array | undefined;
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
  const outcome = await module.run(request.lesson, request.params, request.preset, request.door, (json) =>
    post({ type: "events", json }),
  );
  postOutcome(outcome);
}

/** A record of this many characters takes the page's thread some ten milliseconds to read. */
const LONG_OUTCOME = 2_000_000;
const LINES_AT_ONCE = 5_000;

/** The printed lines of a long record go ahead of it in parts, because the page's thread must not read for long. */
function postOutcome(outcome: string): void {
  if (outcome.length < LONG_OUTCOME) {
    post({ type: "done", outcome });
    return;
  }
  const whole: Outcome = JSON.parse(outcome);
  const lines = whole.record?.output.splice(0) ?? [];
  for (let start = 0; start < lines.length; start += LINES_AT_ONCE) {
    post({ type: "output", json: JSON.stringify(lines.slice(start, start + LINES_AT_ONCE)) });
  }
  post({ type: "done", outcome: JSON.stringify(whole) });
}

function sendArtifacts(names: string[]): void {
  // Copied, because the bytes may lie in shared memory, which cannot be transferred.
  const files = names.map((name) => loaded?.artifact(name)?.slice());
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
