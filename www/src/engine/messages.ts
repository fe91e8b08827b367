/** What the page and the coordinator say to each other. */
import type { Found, FoundGpu } from "../../../src/platform/web/environment.js";
import type { Files } from "../api/files";
import type { ErrorTold, Listing, RunRecord } from "../api/types";

/** The engines that a page has: that of all lessons, and the one with Python, which is loaded when a program first runs. */
export type EngineKind = "lessons" | "python";

export interface RunRequest {
  type: "run";
  lesson: string;
  /** A JSON object, not yet checked. */
  params: string;
  preset: string | undefined;
  door: "page" | "api";
  /** Whether somebody answers a program that asks for input. */
  asks: boolean;
  /** A copy of a Blob is only another name for it: its bytes are read when the lesson asks for them. */
  files: Files | undefined;
}

/** Asks for a lesson's program in Python, with these parameters; a run may be going on meanwhile. */
export interface ListingRequest {
  type: "listing";
  /** The answer has the same. */
  id: number;
  lesson: string;
  /** A JSON object, not yet checked. */
  params: string;
  preset: string | undefined;
}

/** What the worker in which runs happen has found out about itself. */
export interface Environment {
  webAssembly: Found;
  simd: Found;
  sharedMemory: Found;
  /** Whether it may start workers of its own, as the engine does. */
  workers: Found;
  gpu: FoundGpu;
}

/** How much of an engine has come. */
export interface Progress {
  bytes: number;
  /** Of so many in all. */
  of: number;
}

/**
 * Why there is no engine with Python: no shared memory here; nothing came from the host, perhaps for want of a network; the
 * host has no such file; it is there and does not begin.
 */
export type WhyNoPython = "memory" | "network" | "missing" | "broken";

/**
 * An error, and apart from its message what only a developer can read, where it has something of the kind; `again` where it
 * may be another time that is all it takes.
 */
export type EngineError = ErrorTold & { details?: string | undefined; again?: boolean };

export type ToCoordinator =
  /** Goes before all others: which engine, how many processors there are, and the name by which it is to say that it lives. */
  | { type: "begin"; engine: EngineKind; processors: number; life: string }
  | { type: "load" }
  /** Asks for an `Environment`. */
  | { type: "ask" }
  | RunRequest
  | ListingRequest
  | { type: "stop" }
  /** The line that a program has asked for; undefined is the end of its input. */
  | { type: "answer"; line: string | undefined }
  /** Asks for files of the run that has just ended. */
  | { type: "artifacts"; names: string[] };

export type FromCoordinator =
  /** The first: it has come, and holds the lock by which it is watched, or there are no locks here. */
  | { type: "lives"; isHeld: boolean }
  /** So much of the engine has come, in bytes; told of an engine that is large. */
  | { type: "progress"; progress: Progress }
  /** The engine has loaded; with threads, or without. */
  | { type: "ready"; sharedMemory: Found }
  | { type: "environment"; environment: Environment }
  /** This worker has no WebAssembly, so there is no engine. */
  | { type: "no-webassembly" }
  /** The engine with Python cannot be had here, or not now. */
  | { type: "no-python"; why: WhyNoPython; details: string }
  /** A batch of events as a JSON array; parsed by the page, one batch a task. */
  | { type: "events"; json: string }
  /** The end of a run: an `Outcome` as JSON. The printed lines of its record came as events, and are not in it. */
  | { type: "done"; outcome: string }
  /** A `ListingAnswer` as JSON. */
  | { type: "listing"; id: number; answer: string }
  | { type: "artifacts"; files: (Uint8Array<ArrayBuffer> | undefined)[] }
  /** A worker of the engine is gone. A run that goes ends by that, and has a name for it. */
  | { type: "gone"; message: string }
  /** The engine cannot go on and has to be replaced: what of it failed, and what the browser said of that. */
  | { type: "broken"; what: "load" | "run" | "worker" | "pool"; details: string }
  /** Posted by the engine's own panic hook. */
  | { type: "panic"; message: string };

/** How a run ended. */
export type Outcome = { engine_lost?: boolean } & (
  | { record: RunRecord; error?: undefined }
  | { record?: undefined; error: EngineError }
);

export type ListingAnswer = { listing: Listing; error?: undefined } | { listing?: undefined; error: EngineError };
