/** One life of the engine: one coordinator worker, from its making to its end. The page never runs wasm itself. */
import { msg, str } from "@lit/localize";
import { messageOf } from "../api/errors";
import type { RunEvent } from "../api/types";
import { lifeOf, patience, watch } from "../kit/life";
import { processorsTold } from "../kit/processors";
import { correctSharedMemory } from "../kit/shared-memory";
import { noPython, noWebAssembly, whatFailed, whyNoEngine } from "./lacks";
import { Lines } from "./lines";
import type {
  EngineError,
  EngineKind,
  Environment,
  FromCoordinator,
  ListingAnswer,
  ListingRequest,
  Outcome,
  Progress,
  RunRequest,
  ToCoordinator,
} from "./messages";

type Lost = Extract<Outcome, { error: EngineError }>;

/** How long the engine's worker may take to come, or to answer when it is not at work: a slow connection needs its time. */
const ANSWER_MS = 30_000;

/** How long a run may take to end of itself when a worker of the engine is gone. */
const GONE_MS = 3_000;

/** How long a worker has to say what it has found out about itself: longer than it gives the browser for all of it. */
const ASKED_MS = 10_000;

export class Engine {
  readonly #worker: Worker | undefined;
  /** Why this engine can take no more runs. */
  #lost: Lost | undefined;
  #onEvents: (events: RunEvent[]) => void = () => {};
  #onDone: ((outcome: Outcome) => void) | undefined;
  #onArtifacts: ((files: (Uint8Array<ArrayBuffer> | undefined)[]) => void) | undefined;
  #onReady: (() => void) | undefined;
  #onProgress: ((progress: Progress) => void) | undefined;
  /** By the numbers of the requests that have no answer yet. */
  readonly #onListing = new Map<number, (answer: ListingAnswer) => void>();
  #listings = 0;
  #onEnvironment: ((environment: Environment | undefined) => void)[] = [];
  /** What the run has printed so far. */
  #output = new Lines();
  readonly #life = lifeOf("coordinator");
  /** Aborted when this engine is over, and nobody needs to watch its worker. */
  readonly #over = new AbortController();
  /** Aborted when the worker has come. */
  readonly #there = new AbortController();
  /** Why this engine is over when its run has ended. */
  #crippled: string | undefined;
  /** Whether anything that its run did was heard. */
  #isHeard = false;

  constructor(kind: EngineKind = "lessons") {
    const why = whyNoEngine();
    if (why !== undefined) {
      this.#lost = { error: { kind: "unsupported", message: why } };
      return;
    }
    try {
      const worker = new Worker(new URL("./coordinator.ts", import.meta.url), { type: "module", name: "coordinator" });
      this.#worker = worker;
      worker.addEventListener("message", (event: MessageEvent<FromCoordinator>) => this.#hear(event.data));
      worker.addEventListener("messageerror", () => this.dispose(msg("A message of the engine could not be read.")));
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        // Of a script that does not come no more is told than that.
        this.dispose(
          event.message ? msg("The engine’s worker failed.") : msg("The engine’s worker could not be loaded."),
          event.message,
        );
      });
      this.#post({ type: "begin", engine: kind, processors: processorsTold(), life: this.#life });
      void this.#awaitAnswer(this.#there.signal);
    } catch (thrown) {
      const message = msg("This browser did not let the page start a worker, and lessons run in workers.");
      this.#lose(withDetails({ kind: "unsupported", message }, messageOf(thrown)));
    }
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** Whether one of its workers was gone before anything was heard of the run, which another engine can then begin anew. */
  get wasLostBefore(): boolean {
    return this.#crippled !== undefined && !this.#isHeard;
  }

  /** Begins to load the wasm; a run does so by itself. */
  load(): void {
    this.#post({ type: "load" });
  }

  /** Runs one lesson. Always resolves: a lost engine is an outcome too. One run at a time. */
  run(
    request: RunRequest,
    onEvents: (events: RunEvent[]) => void,
    onReady: () => void,
    onProgress: (progress: Progress) => void = () => {},
  ): Promise<Outcome> {
    if (this.#lost) return Promise.resolve(this.#lost);
    return new Promise((resolve) => {
      this.#onEvents = onEvents;
      this.#onReady = onReady;
      this.#onProgress = onProgress;
      this.#onDone = resolve;
      this.#output = new Lines();
      this.#isHeard = false;
      this.#post(request);
    });
  }

  /** Files of the run that has just ended, in the order of the names; undefined for what is not there. */
  artifacts(names: string[]): Promise<(Uint8Array<ArrayBuffer> | undefined)[]> {
    if (this.#lost || names.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const over = new AbortController();
      this.#onArtifacts = (files) => {
        over.abort();
        resolve(files);
      };
      this.#post({ type: "artifacts", names });
      void this.#awaitAnswer(over.signal);
    });
  }

  /** A lesson's program in Python, whether a run is going on or not. Always resolves. */
  listing(request: Omit<ListingRequest, "type" | "id">): Promise<ListingAnswer> {
    if (this.#lost) return Promise.resolve({ error: this.#lost.error });
    return new Promise((resolve) => {
      const id = ++this.#listings;
      this.#onListing.set(id, resolve);
      this.#post({ type: "listing", id, ...request });
    });
  }

  /** What the worker has found out about itself; undefined where it cannot say. */
  environment(): Promise<Environment | undefined> {
    if (this.#lost) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#onEnvironment.push(resolve);
      setTimeout(() => resolve(undefined), ASKED_MS);
      this.#post({ type: "ask" });
    });
  }

  /** Gives the program that asked for it a line of input. */
  answer(line: string | undefined): void {
    this.#post({ type: "answer", line });
  }

  /** Asks the run to end. */
  stop(): void {
    this.#post({ type: "stop" });
  }

  /** Ends the worker, and with it the workers that it started; what was asked of it fails for this reason. */
  dispose(reason: string, details = ""): void {
    this.#lose(withDetails({ kind: "failed", message: reason }, details));
  }

  #lose(error: EngineError): void {
    this.#over.abort();
    this.#there.abort();
    this.#worker?.terminate();
    this.#lost ??= { error, engine_lost: true };
    this.#onDone?.(this.#lost);
    this.#onArtifacts?.([]);
    for (const resolve of this.#onEnvironment) resolve(undefined);
    const { error: why } = this.#lost;
    for (const id of this.#onListing.keys()) this.#answerListing(id, { error: why });
  }

  /** Ends this engine where its worker, which is not at work, gives no answer, at which the signal is aborted. */
  async #awaitAnswer(signal: AbortSignal): Promise<void> {
    await patience(ANSWER_MS, signal);
    const seconds = ANSWER_MS / 1000;
    if (!signal.aborted) this.dispose(msg(str`The engine’s worker has not answered for ${seconds} seconds.`));
  }

  /** A worker of the engine is gone. The engine ends its run, unless the dead took a lock with it that the engine waits for. */
  async #lostWorker(message: string): Promise<void> {
    this.#crippled = msg(str`A worker of the engine is gone: ${message}`);
    if (this.#onDone) await patience(GONE_MS, this.#over.signal);
    this.dispose(this.#crippled);
  }

  #post(message: ToCoordinator): void {
    if (!this.#lost) this.#worker?.postMessage(message);
  }

  #hearEvents(events: RunEvent[]): void {
    this.#isHeard = true;
    for (const event of events) {
      if (event.kind !== "print") continue;
      const { kind: _kind, ...line } = event;
      this.#output.push(line);
    }
    this.#onEvents(events);
  }

  #hearDone(outcome: Outcome): void {
    if (outcome.record) outcome.record.output = this.#output.kept;
    this.#onEvents = () => {};
    const done = this.#onDone;
    this.#onDone = undefined;
    done?.(outcome);
    if (this.#crippled) this.dispose(this.#crippled);
  }

  #answerListing(id: number, answer: ListingAnswer): void {
    this.#onListing.get(id)?.(answer);
    this.#onListing.delete(id);
  }

  #hear(message: FromCoordinator): void {
    if (this.#lost) return;
    switch (message.type) {
      case "lives":
        this.#there.abort();
        if (message.isHeld)
          watch(
            this.#life,
            () => this.dispose(msg("The browser ended the engine’s worker and did not say why.")),
            this.#over.signal,
          );
        break;
      case "gone":
        void this.#lostWorker(message.message);
        break;
      case "progress":
        this.#onProgress?.(message.progress);
        break;
      case "ready":
        correctSharedMemory(message.sharedMemory);
        this.#onReady?.();
        break;
      case "environment":
        for (const resolve of this.#onEnvironment.splice(0)) resolve(message.environment);
        break;
      case "no-webassembly":
        this.#lose({ kind: "unsupported", message: noWebAssembly() });
        break;
      case "no-python":
        this.#lose(withDetails(noPython(message.why), message.details));
        break;
      case "events":
        this.#hearEvents(JSON.parse(message.json));
        break;
      case "done":
        this.#hearDone(JSON.parse(message.outcome));
        break;
      case "listing":
        this.#answerListing(message.id, JSON.parse(message.answer));
        break;
      case "artifacts":
        this.#onArtifacts?.(message.files);
        break;
      case "broken":
        this.dispose(whatFailed(message.what), message.details);
        break;
      case "panic":
        this.dispose(message.message);
        break;
    }
  }
}

/** A program that runs lessons gets all of it in the message; the page shows the details only to whoever asks for them. */
function withDetails(error: EngineError, details: string): EngineError {
  return details ? { ...error, message: `${error.message} ${details}`, details } : error;
}
