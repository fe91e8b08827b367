/** Text made short for an address: deflated, and written with letters that an address need not escape (base64url). */
import { nextTask } from "../kit/later";

/** Of a link that someone else made: what is longer is not looked at, so that a small link cannot fill the memory. */
const LONGEST_PACKED = 200_000;
const LONGEST_BYTES = 1_000_000;

/** So many bytes are inflated at once: to at most a thousand times as many. */
const STEP = 4096;

export async function pack(text: string): Promise<string> {
  const packed = await bytesOf(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw")));
  let letters = "";
  for (const byte of packed) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What was packed. */
export interface Unpacked {
  text: string;
  /** False where the end is missing: the text is what there was before. */
  isWhole: boolean;
}

/**
 * As much of a text as there still is: a link may have been cut, or have got blanks within and prose after it. Rejects where
 * that is nothing, or more than an address may hold.
 */
export async function unpack(packed: string): Promise<Unpacked> {
  if (packed.length > LONGEST_PACKED) throw new RangeError("too long");
  const first = await unpackRun(packed.replace(/\s+/g, ""));
  if (first.isWhole || !/\S\s+\S/.test(packed)) return first;
  const second = await unpackRun(packed.trimStart());
  return second.isWhole || second.text.length > first.text.length ? second : first;
}

/** Unpacks the letters that stand at the beginning: what follows is none of ours. */
async function unpackRun(packed: string): Promise<Unpacked> {
  const [run = ""] = /^[\w-]*/.exec(packed) ?? [];
  // One letter alone is not a byte.
  const letters = atob((run.length % 4 === 1 ? run.slice(0, -1) : run).replaceAll("-", "+").replaceAll("_", "/"));
  const { bytes, isWhole } = await inflate(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
  return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole }), isWhole };
}

/** Inflates as far as it goes. An end that is missing is heard only when the stream is closed: by then the rest is here. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const reader = readable.getReader();
  // Firefox tells the page of what nobody listens to.
  for (const closed of [writer.closed, reader.closed]) closed.catch(() => {});
  const parts: Uint8Array[] = [];
  const reading = readInto(parts, reader);
  // Nobody waits for the end of a write before what was inflated is read: neither ends where there is too much.
  const isRead = reading.then(
    () => true,
    () => false,
  );
  for (let at = 0; at < packed.length; at += STEP) {
    const written = writer.write(packed.subarray(at, at + STEP)).then(nextTask, () => {});
    await Promise.race([written, isRead]);
  }
  writer.close().catch(() => {});
  try {
    await reading;
    return { bytes: joined(parts), isWhole: true };
  } catch (thrown) {
    if (thrown instanceof RangeError) throw thrown;
    return { bytes: joined(parts), isWhole: false };
  }
}

/** All that a stream gives. */
async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await readInto(parts, stream.getReader());
  return joined(parts);
}

/** Reads to the end. The stream is given up as soon as it exceeds the bound, and never held whole beyond it. */
async function readInto(parts: Uint8Array[], reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    size += value.length;
    if (size > LONGEST_BYTES) {
      await reader.cancel();
      throw new RangeError("too long");
    }
    parts.push(value);
  }
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
