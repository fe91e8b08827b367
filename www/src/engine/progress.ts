/** A large file whose coming is told as it goes on. */
import type { Progress } from "./messages";

/** How often it is told, in milliseconds. */
const EVERY_MS = 100;
/** How long nothing may come. A slow connection needs its time; a dead one would take for ever. */
const SILENT_MS = 60_000;

/**
 * Asks for a file. What came back may be counted while somebody else reads it: both get all of it, because a browser keeps
 * what it has compiled of a response only where that is the one that it fetched.
 */
export async function fetched(address: string) {
  const over = new AbortController();
  const response = await silentlyAtMost(SILENT_MS, over, fetch(address, { signal: over.signal }));
  return {
    counted(of: number, tell: (progress: Progress) => void): Response {
      if (response.ok && response.body) void count(response.clone(), of, tell, over);
      return response;
    },
  };
}

async function count(response: Response, of: number, tell: (progress: Progress) => void, over: AbortController) {
  const reader = response.body?.getReader();
  if (!reader) return;
  let bytes = 0;
  let told = 0;
  try {
    for (;;) {
      const { done, value } = await silentlyAtMost(SILENT_MS, over, reader.read());
      if (done) break;
      bytes += value.length;
      const now = performance.now();
      if (now - told < EVERY_MS) continue;
      told = now;
      // Of an older engine than its glue more may come than that says.
      tell({ bytes, of: Math.max(of, bytes) });
    }
    tell({ bytes, of: bytes });
  } catch {
    // Whoever compiles it gets the same error.
  }
}

/** What the promise gives; where it gives nothing for so long, all that comes of the fetch is an error. */
async function silentlyAtMost<T>(ms: number, over: AbortController, promise: Promise<T>): Promise<T> {
  const timer = setTimeout(() => over.abort(new Error(`nothing came for ${ms / 1000} seconds`)), ms);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
