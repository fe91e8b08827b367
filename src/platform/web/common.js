// The memory that the processes of a program share: a SharedArrayBuffer beside the memory that each of them has of its own.
// An engine makes it before its first thread, because a thread that has begun hears of nothing any more; host.js hands it to
// every thread and process when that is started. What nobody touches takes no room.

/** How much is asked for, in bytes, and what will do where that is refused. */
const SIZES = [256 << 20, 64 << 20, 16 << 20];

let words;
let bytes;

/** Makes this worker's views of it. They are made anew where another instance of this file has them. */
function see() {
  const memory = self.manyhandsCommon;
  words = new Int32Array(memory);
  bytes = new Uint8Array(memory);
}

/** Makes it, where there is none yet. How many bytes there are: none where it is refused. */
export function make() {
  for (const size of SIZES) {
    if (self.manyhandsCommon) break;
    try {
      self.manyhandsCommon = new SharedArrayBuffer(size);
    } catch {
      // Perhaps a smaller one.
    }
  }
  return size();
}

/** How many bytes this worker was given. */
export function size() {
  if (!self.manyhandsCommon) return 0;
  see();
  return bytes.length;
}

// `at` is in bytes; that of a word is a multiple of 4.

export const load = (at) => Atomics.load(words, at >> 2);

export const store = (at, value) => void Atomics.store(words, at >> 2, value);

export const replace = (at, old, value) => Atomics.compareExchange(words, at >> 2, old, value) === (old | 0);

export const add = (at, by) => Atomics.add(words, at >> 2, by);

export const read = (at, to) => to.set(bytes.subarray(at, at + to.length));

export const write = (at, from) => bytes.set(from, at);

export const wait = (at, value, ms) => void Atomics.wait(words, at >> 2, value | 0, ms);

export const wake = (at) => void Atomics.notify(words, at >> 2);
