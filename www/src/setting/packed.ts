/** Text made short for an address: deflated, and written with letters that an address need not escape (base64url). */

/** Of a link that someone else made: what is longer is not looked at, so that a small link cannot fill the memory. */
const LONGEST_PACKED = 200_000;
const LONGEST_BYTES = 1_000_000;

export async function pack(text: string): Promise<string> {
  const packed = await bytesOf(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw")));
  let letters = "";
  for (const byte of packed) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Rejects when the text was not made by `pack`, or holds more than an address may. */
export async function unpack(packed: string): Promise<string> {
  if (packed.length > LONGEST_PACKED) throw new RangeError("too long");
  const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const text = await bytesOf(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  return new TextDecoder("utf-8", { fatal: true }).decode(text);
}

/** All that a stream gives. It is given up as soon as it exceeds the bound, and never held whole beyond it. */
async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LONGEST_BYTES) {
      await reader.cancel();
      throw new RangeError("too long");
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
