/** What the page and the coordinator say to each other. */
import type { Files } from "../api/files";
import type { ErrorTold, Listing, RunRecord } from "../api/types";

export interface RunRequest {
  type: "run";
  lesson: string;
  /** A JSON object, not yet checked. */
  params: string;
  preset: string | undefined;
  door: "page" | "api";
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

export type ToCoordinator =
  | { type: "load" }
  | RunRequest
  | ListingRequest
  | { type: "stop" }
  /** Asks for files of the run that has just ended. */
  | { type: "artifacts"; names: string[] };

export type FromCoordinator =
  | { type: "ready" }
  /** A batch of events as a JSON array; parsed by the page, one batch a task. */
  | { type: "events"; json: string }
  /** The end of a run: an `Outcome` as JSON. The printed lines of its record came as events, and are not in it. */
  | { type: "done"; outcome: string }
  /** A `ListingAnswer` as JSON. */
  | { type: "listing"; id: number; answer: string }
  | { type: "artifacts"; files: (Uint8Array<ArrayBuffer> | undefined)[] }
  /** The engine cannot go on and has to be replaced. `panic` is posted by the engine's own panic hook. */
  | { type: "broken" | "panic"; message: string };

/** How a run ended. */
export type Outcome = { engine_lost?: boolean } & (
  | { record: RunRecord; error?: undefined }
  | { record?: undefined; error: ErrorTold }
);

export type ListingAnswer = { listing: Listing; error?: undefined } | { listing?: undefined; error: ErrorTold };
