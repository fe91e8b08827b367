// Making the engine's scripts smaller, each by itself: their names, and what they import of each other, stay.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** @param {string} folder */
export async function minifyScripts(folder) {
  const { minifySync } = await import("vite");
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    const file = join(entry.parentPath, entry.name);
    const source = readFileSync(file, "utf8");
    // Names and spaces only. What looks unused is not: wasm-bindgen-rayon keeps its workers in a variable that it
    // never reads, because Firefox would collect them.
    const { code, errors } = minifySync(file, source, { module: true, compress: false });
    if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join("; ")}`);
    // A licence at the head of a file goes with it.
    const licence = /^\s*(\/\*[\s\S]*?(?:Copyright|License)[\s\S]*?\*\/)/.exec(source)?.[1];
    writeFileSync(file, licence && !code.includes(licence) ? `${licence}\n${code}` : code);
  }
}
