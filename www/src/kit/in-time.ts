import { msg } from "@lit/localize";

/** How long a browser has for an answer that may never come, in milliseconds. */
const PATIENCE_MS = 3000;

/** What a promise of the browser's gives, unless it takes too long. */
export function inTime<T>(promise: Promise<T>): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(msg("it did not answer"))), PATIENCE_MS);
    }),
  ]);
}
