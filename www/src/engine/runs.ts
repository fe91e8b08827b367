/**
 * The page's side of the engine: one run at a time, the others in a queue; Stop; and a new engine when the old one is
 * lost. There is one for the whole page, because the machine's processors are there once.
 */
import { msg, str } from "@lit/localize";
import { catalogue } from "../api/catalogue";
import { ManyhandsError, messageOf } from "../api/errors";
import type { Files } from "../api/files";
import { hasOwnProgram } from "../api/own-program";
import { paramsToJson } from "../api/params-json";
import type { Listing, RunEvent, RunRecord } from "../api/types";
import { Engine } from "./engine";
import type { EngineError, EngineKind, Environment, Outcome, Progress, RunRequest } from "./messages";

/** How long a run that was asked to stop has until the engine is replaced. */
const STOP_GRACE_MS = 1000;

export interface RunHooks {
  door: RunRequest["door"];
  preset?: string | undefined;
  files?: Files | undefined;
  /** Whether somebody answers a program that asks for input, by {@link Runs.answer}. */
  asks?: boolean | undefined;
  signal?: AbortSignal | undefined;
  onEvents?: ((events: RunEvent[]) => void) | undefined;
  /** The run's turn has come; the engine may still have to load. */
  onTurn?: (() => void) | undefined;
  /** The engine has loaded (not called when it already had). */
  onReady?: (() => void) | undefined;
  /** So much of the engine has come; told of the one with Python, which is large. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** The engine with Python, and the lessons that run in it. */
const PYTHON = "python";
const engineOf = async (id: string): Promise<EngineKind> => {
  const lesson = (await catalogue()).find((lesson) => lesson.id === id);
  return lesson && hasOwnProgram(lesson) ? PYTHON : "lessons";
};

interface Job {
  request: RunRequest;
  /** Known once its turn has come. */
  engine: EngineKind | undefined;
  hooks: RunHooks;
  cancelled: boolean;
  /** Cancels the run; also what its signal calls. */
  cancel: () => void;
  resolve: (record: RunRecord) => void;
  reject: (error: ManyhandsError) => void;
}

class Runs {
  /** One of each kind, once it was needed. */
  readonly #engines: Partial<Record<EngineKind, Engine>> = {};
  #current: Job | undefined;
  #waiting: Job[] = [];
  #artifacts = new WeakMap<RunRecord, Map<string, Blob>>();
  /** Whether anything has been run in this page. */
  hasBegun = false;

  /**
   * Loads the engine ahead of a run: call it when someone is about to press Run. The one with Python is large, and so is
   * not loaded before.
   */
  warm(): void {
    this.#living().load();
  }

  /** What the worker in which runs happen has found out about itself; undefined where there can be none. */
  environment(): Promise<Environment | undefined> {
    return this.#living().environment();
  }

  /** A lesson's program in Python with these parameters. A run that is going on does not hold it up. */
  async listing(lesson: string, params: unknown, preset?: string): Promise<Listing> {
    const answer = await this.#living().listing({ lesson, params: paramsToJson(params), preset: named(preset) });
    if (answer.listing) return answer.listing;
    throw told(answer.error);
  }

  async run(lesson: string, params: unknown, hooks: RunHooks): Promise<RunRecord> {
    const { signal, door, files, asks = false } = hooks;
    const request: RunRequest = {
      type: "run",
      lesson,
      params: paramsToJson(params),
      preset: named(hooks.preset),
      door,
      files,
      asks,
    };
    if (signal?.aborted) throw cancelled(signal.reason);
    this.hasBegun = true;
    return new Promise((resolve, reject) => {
      const job: Job = {
        request,
        engine: undefined,
        hooks,
        cancelled: false,
        cancel: () => this.#cancel(job),
        resolve,
        reject,
      };
      signal?.addEventListener("abort", job.cancel);
      this.#waiting.push(job);
      void this.#next();
    });
  }

  /** Cancels the run that goes and all that wait. */
  stop(): void {
    for (const job of [...this.#waiting]) job.cancel();
    this.#current?.cancel();
  }

  /** Gives the run that goes, whose program has asked for it, a line of input; undefined is the end of its input. */
  answer(line: string | undefined): void {
    this.#engines[PYTHON]?.answer(line);
  }

  artifact(record: RunRecord, name: string): Blob {
    const blob = this.#artifacts.get(record)?.get(name);
    if (blob) return blob;
    const names = [...(this.#artifacts.get(record)?.keys() ?? [])].join(", ");
    const message = names
      ? msg(str`This run has no artifact “${name}”. It has: ${names}.`)
      : msg(str`This run has no artifact “${name}”. It has none.`);
    throw new ManyhandsError("invalid-parameter", message, { parameter: "name" });
  }

  #living(kind: EngineKind = "lessons"): Engine {
    const known = this.#engines[kind];
    if (known && !known.isLost) return known;
    const engine = new Engine(kind);
    this.#engines[kind] = engine;
    return engine;
  }

  async #next(): Promise<void> {
    if (this.#current) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#current = job;
    job.hooks.onTurn?.();
    try {
      const engine = await engineOf(job.request.lesson);
      job.engine = engine;
      if (job.cancelled) throw cancelled(job.hooks.signal?.reason);
      const { outcome, wasLostBefore } = await this.#attempt(job, engine);
      // Once more and not for ever: what ends each engine's workers would end the next one's.
      this.#settle(job, wasLostBefore && !job.cancelled ? (await this.#attempt(job, engine)).outcome : outcome);
    } catch (reason) {
      // The list of lessons did not come, or the run was stopped before it began.
      job.hooks.signal?.removeEventListener("abort", job.cancel);
      job.reject(reason instanceof ManyhandsError ? reason : new ManyhandsError("failed", messageOf(reason)));
    }
    this.#current = undefined;
    void this.#next();
  }

  async #attempt({ request, hooks }: Job, kind: EngineKind): Promise<{ outcome: Outcome; wasLostBefore: boolean }> {
    const engine = this.#living(kind);
    const { onEvents = () => {}, onReady = () => {}, onProgress } = hooks;
    const outcome = await engine.run(request, onEvents, onReady, onProgress);
    if (outcome.record) await this.#keepArtifacts(engine, outcome.record);
    if (outcome.engine_lost) engine.dispose(msg("This engine was lost in an earlier run."));
    return { outcome, wasLostBefore: outcome.error !== undefined && engine.wasLostBefore };
  }

  #settle(job: Job, outcome: Outcome): void {
    job.hooks.signal?.removeEventListener("abort", job.cancel);
    if (job.cancelled) job.reject(cancelled(job.hooks.signal?.reason, outcome.record));
    else if (outcome.record) job.resolve(outcome.record);
    else job.reject(told(outcome.error));
  }

  #cancel(job: Job): void {
    if (job.cancelled) return;
    const place = this.#waiting.indexOf(job);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      job.cancelled = true;
      job.reject(cancelled(job.hooks.signal?.reason));
    } else if (job === this.#current) {
      job.cancelled = true;
      const engine = job.engine && this.#engines[job.engine];
      engine?.stop();
      setTimeout(() => {
        if (this.#current === job) engine?.dispose(msg("The run did not stop when asked."));
      }, STOP_GRACE_MS);
    }
  }

  /** The engine keeps the files of its last run only, so they are fetched before the next one begins. */
  async #keepArtifacts(engine: Engine, record: RunRecord): Promise<void> {
    const files = await engine.artifacts(record.artifacts.map((artifact) => artifact.name));
    const blobs = new Map<string, Blob>();
    record.artifacts.forEach(({ name, media_type }, index) => {
      const bytes = files[index];
      if (bytes) blobs.set(name, new Blob([bytes], { type: media_type }));
    });
    this.#artifacts.set(record, blobs);
  }
}

/** A preset, by whatever a caller without types gave for its name. */
const named = (preset: unknown) => (preset == null ? undefined : String(preset));

function told(error: EngineError): ManyhandsError {
  return new ManyhandsError(error.kind, error.message, error);
}

function cancelled(cause: unknown, record?: RunRecord): ManyhandsError {
  return new ManyhandsError("cancelled", msg("The run was stopped."), {
    ...(cause === undefined ? {} : { cause }),
    ...(record === undefined ? {} : { record }),
  });
}

export const runs = new Runs();
