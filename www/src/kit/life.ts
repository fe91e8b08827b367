/** Whether somebody still lives, where no event tells of their end: they hold a lock, which the browser frees when they are gone. */

/** A name for a lock that nobody else has. */
export const lifeOf = (what: string) => `manyhands ${what} ${performance.timeOrigin} ${Math.random()}`;

/** How long the lock is waited for. Then whoever lives does so unwatched. */
const LOCK_MS = 5000;

/**
 * Holds a lock for as long as this page or worker lives; resolves whether it does. Where there are no locks (a page that came
 * by plain http, a frame that may keep nothing) it does not.
 */
export function hold(life: string): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(resolve, LOCK_MS, false);
    const held = () => {
      resolve(true);
      return new Promise<void>(() => {});
    };
    // In an async function, so that a refusal is one whether it is thrown or not.
    (async () => navigator.locks.request(life, held))().catch(() => resolve(false));
  });
}

/** Calls `gone` when whoever holds the lock is gone; until the signal is aborted, if there is one. */
export function watch(life: string, gone: () => void, signal?: AbortSignal): void {
  navigator.locks.request(life, { signal }, gone).catch(() => {}); // refused only when it is over
}

/** So many timers make up the patience: of the time in which the machine sleeps, at most one counts. */
const PARTS = 10;

/** Resolves after so long; of the time in which the machine sleeps, only a little counts. */
export async function patience(ms: number, signal?: AbortSignal): Promise<void> {
  for (let part = 0; part < PARTS && !signal?.aborted; part += 1)
    await new Promise((resolve) => setTimeout(resolve, ms / PARTS));
}

/** What the promise gives, or an error with this message where it gives nothing for so long. */
export async function within<T>(ms: number, message: () => string, promise: Promise<T>): Promise<T> {
  const over = new AbortController();
  const passed = patience(ms, over.signal).then(() => {
    throw new Error(message());
  });
  // Heard only where it comes first.
  passed.catch(() => {});
  try {
    return await Promise.race([promise, passed]);
  } finally {
    over.abort();
  }
}
