// Short names for what the engine imports of its glue: wasm-bindgen calls each by a long name with a hash in it, which
// no compression makes smaller, and both files say them all.

import { readFileSync, writeFileSync } from "node:fs";

const importSection = 2;

/**
 * @param {string} module the engine, as wasm-opt leaves it
 * @param {string} glue its script, as wasm-bindgen writes it
 */
export function shortenImports(module, glue) {
  const wasm = readFileSync(module);
  let script = readFileSync(glue, "utf8");
  const { begin, end } = section(wasm, importSection);
  /** @type {Buffer[]} */
  const parts = [];
  let [count, at] = number(wasm, begin);
  parts.push(wasm.subarray(begin, at));
  for (let next = 0; count > 0; count--) {
    const from = text(wasm, at);
    const name = text(wasm, from.end);
    const what = description(wasm, name.end);
    parts.push(wasm.subarray(at, from.end));
    const key = new RegExp(`(?<![\\w$])${name.value}(?=\\s*:\\s*function\\b)`, "g");
    const said = script.match(new RegExp(`(?<![\\w$])${name.value}(?![\\w$])`, "g"))?.length;
    if (from.value === "./manyhands_bg.js" && said === 1 && key.test(script)) {
      const short = `_${(next++).toString(36)}`;
      script = script.replace(key, short);
      parts.push(Buffer.from([short.length]), Buffer.from(short));
    } else {
      parts.push(wasm.subarray(from.end, name.end));
    }
    parts.push(wasm.subarray(name.end, what));
    at = what;
  }
  if (at !== end) throw new Error(`${module}: the imports end at ${at} and not at ${end}`);
  const imports = Buffer.concat(parts);
  const head = Buffer.concat([Buffer.from([importSection]), leb(imports.length)]);
  const { start } = section(wasm, importSection);
  writeFileSync(module, Buffer.concat([wasm.subarray(0, start), head, imports, wasm.subarray(end)]));
  writeFileSync(glue, script);
}

/** Where a section starts, where its contents begin, and where they end. @param {Buffer} wasm @param {number} id */
function section(wasm, id) {
  for (let start = 8; start < wasm.length; ) {
    const [size, begin] = number(wasm, start + 1);
    if (wasm[start] === id) return { start, begin, end: begin + size };
    start = begin + size;
  }
  throw new Error(`the module has no section ${id}`);
}

/** An unsigned LEB128 number, and where it ends. @param {Buffer} wasm @param {number} at @returns {[number, number]} */
function number(wasm, at) {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = wasm[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

/** @param {number} value */
function leb(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

/** @param {Buffer} wasm @param {number} at */
function text(wasm, at) {
  const [length, begin] = number(wasm, at);
  return { value: wasm.toString("utf8", begin, begin + length), end: begin + length };
}

/** Where the description of an import ends: what it is, and its type. @param {Buffer} wasm @param {number} at */
function description(wasm, at) {
  const kind = wasm[at];
  const limits = (/** @type {number} */ begin) => {
    const [flags, least] = number(wasm, begin);
    const [, most] = number(wasm, least);
    return flags & 1 ? number(wasm, most)[1] : most;
  };
  if (kind === 0) return number(wasm, at + 1)[1]; // a function, by its type
  if (kind === 1) return limits(at + 2); // a table
  if (kind === 2) return limits(at + 1); // a memory
  if (kind === 3) return at + 3; // a global
  throw new Error(`an import of the unknown kind ${kind}`);
}
