/** What crosses the doors of the contract: lessons, schemas, events, records. Plain JSON throughout. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Params = { [name: string]: Json };

/** The part of JSON Schema (2020-12) that the lessons' parameters use, and the extensions `x-…`. */
export interface Schema {
  $ref?: string;
  $defs?: { [name: string]: Schema };
  title?: string;
  description?: string;
  type?: string | string[];
  default?: Json;
  minimum?: number;
  maximum?: number;
  enum?: Json[];
  const?: Json;
  oneOf?: Schema[];
  anyOf?: Schema[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: { [name: string]: Schema };
  required?: string[];
  /** The unit in which the value is counted, as a reader would say it: "ms", "points". */
  "x-unit"?: string;
  /** The path of the file in the repository that holds where this text is null. */
  "x-builtin"?: string;
  /** A default that only the machine knows; it goes before `default`. */
  "x-default"?: "logical-processors" | "threads-or-processes";
  /** The value is the name of a file that goes to the run beside the parameters, of at most so many bytes. */
  "x-max-bytes"?: number;
  /** The parameter that takes the name of a file that is picked here. */
  "x-names"?: string;
}

export interface Preset {
  name: string;
  params: Params;
}

/** One lesson as `lessons()` lists it. */
export interface LessonSummary {
  id: string;
  title: string;
  chapter: string;
  presets: Preset[];
}

/** A value of the record that is measured of both: where it stands, as `result.threads.spawn_ms`. */
export interface Measure {
  what: string;
  threads: string;
  processes: string;
}

/** One line of a comparison of threads and processes, and what of a run shows it. */
export interface ComparisonRow {
  topic: string;
  threads: string;
  processes: string;
  shown_by: Measure[];
}

/** Runs that are measured in turn and shown side by side; the crate's `contract::about` says what each kind is. */
export type Study = {
  title: string;
  text: string;
  /** Parameters at which there is something to see; what the reader has set goes before them. */
  params: Params;
} & (
  | { kind: "four-ways" | "interpreters" }
  | {
      kind: "vary";
      parameter: string;
      values: "up-to-processors" | { listed: number[] };
      of: string;
      by_name: boolean;
      repeats: number;
    }
  | { kind: "race"; parameter: string; values: string[]; rate: string; unit: string; agree: string }
);

/** One lesson as the catalogue has it: everything the page says about it before the engine has loaded. */
export interface Lesson extends LessonSummary {
  summary: string;
  look_for: string[];
  change: string[];
  ideas: { title: string; text: string }[];
  question: { text: string; answers: string[] } | null;
  pictures: string[];
  comparison: ComparisonRow[];
  studies: Study[];
  needs_shared_memory: boolean;
  docs: { title: string; url: string };
  python: string;
  rust: { path: string; source: string };
  schema: Schema;
}

interface EventBase {
  /** Microseconds since the run began, on one clock for all workers. */
  t_us: number;
  /** 0 is the coordinator, 1… are the workers. */
  worker: number;
}

export type RunEvent = EventBase &
  (
    | { kind: "print"; text: string }
    | { kind: "progress"; done: number; total: number; unit?: string; estimate?: number }
    | { kind: "run"; what: string; item?: Json; holding?: string }
    | { kind: "wait"; on: string }
    | { kind: "sleep"; ms: number }
    | { kind: "send" | "receive"; from: number; to: number; message: number }
  );

export interface OutputLine {
  t_us: number;
  worker: number;
  text: string;
}

export interface Artifact {
  name: string;
  media_type: string;
  size: number;
}

/** What a finished run leaves: the same from the page, the API and the command line. */
export interface RunRecord {
  lesson: string;
  params: Params;
  output: OutputLine[];
  result: { [key: string]: Json };
  metrics: { wall_ms: number; workers: number; [key: string]: Json };
  environment: { door: string; threads: string; logical_processors: number; [key: string]: Json };
  artifacts: Artifact[];
}
