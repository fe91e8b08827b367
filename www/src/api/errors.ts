import type { ErrorKind } from "./types";

/** The one error that the API rejects with. */
export class ManyhandsError extends Error {
  override readonly name = "ManyhandsError";
  readonly kind: ErrorKind;
  /** The parameter at fault, where there is one. */
  readonly parameter?: string;

  constructor(kind: ErrorKind, message: string, options: { parameter?: string; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    if (options.parameter !== undefined) this.parameter = options.parameter;
  }
}

/** What anything thrown says, for a reader. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return String(thrown);
}
