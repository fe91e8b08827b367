import type { ErrorKind } from "./types";

interface Details {
  parameter?: string;
  place?: string;
  cause?: unknown;
}

/** The one error that the API rejects with. */
export class ManyhandsError extends Error {
  override readonly name = "ManyhandsError";
  readonly kind: ErrorKind;
  /** The parameter at fault, where there is one. */
  readonly parameter?: string;
  /** Where in the parameters the fault is, from the parameter's name on: `workers`, `threads[1].name`. */
  readonly place?: string;

  constructor(kind: ErrorKind, message: string, options: Details = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    if (options.parameter !== undefined) this.parameter = options.parameter;
    if (options.place !== undefined) this.place = options.place;
  }
}

/** What anything thrown says, for a reader. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return String(thrown);
}
