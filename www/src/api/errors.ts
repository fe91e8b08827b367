import type { ErrorKind, RunRecord } from "./types";

interface Details {
  parameter?: string;
  place?: string;
  details?: string | undefined;
  again?: boolean;
  cause?: unknown;
  record?: RunRecord;
}

/** The one error that the API rejects with. */
export class ManyhandsError extends Error {
  override readonly name = "ManyhandsError";
  readonly kind: ErrorKind;
  /** The parameter at fault, where there is one. */
  readonly parameter?: string;
  /** Where in the parameters the fault is, from the parameter's name on: `workers`, `threads[1].name`. */
  readonly place?: string;

  /** What the message ends with that only a developer can read, where it does. */
  readonly details?: string;

  /** Whether the same may succeed at another time. */
  readonly again?: boolean;

  /** What a run that was stopped had found by then, where that is a result: a search's is. */
  readonly record?: RunRecord;

  constructor(kind: ErrorKind, message: string, options: Details = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    if (options.parameter !== undefined) this.parameter = options.parameter;
    if (options.place !== undefined) this.place = options.place;
    if (options.details !== undefined) this.details = options.details;
    if (options.again !== undefined) this.again = options.again;
    if (options.record !== undefined) this.record = options.record;
  }
}

/** What an error says without its details. */
export function sentenceOf({ message, details }: ManyhandsError): string {
  return details !== undefined && message.endsWith(details) ? message.slice(0, -details.length).trim() : message;
}

/** What anything thrown says. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return String(thrown);
}
