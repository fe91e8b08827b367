// Every version that the project pins, said once. What another file already says is read from there.

import { readFileSync } from "node:fs";
import { Failure } from "./lib/failure.mjs";
import { fromRoot } from "./lib/paths.mjs";

export const pinned = {
  /** The toolchain that builds for wasm: std is rebuilt with atomics, so a known one. */
  rust: "1.96.0",
  /** Debian's LLVM linker of the same LLVM as that toolchain's. */
  debianLld: "22",
  /** For `npm run test:long` alone. */
  wasmPack: "0.15.1",
  /** PyPI's nvidia-cuda-nvrtc-cu12. */
  nvrtc: "12.9.86",
  /** PyPI's, and what this version of it goes with; for `npm run bench -- pi`. */
  numba: "0.68.1",
  llvmlite: "0.50.0",
  numpy: "2.4.6",
  /** PyPI's numba-cuda, which brings what it needs of the toolkit; only where there is an NVIDIA GPU. */
  numbaCuda: "0.30.4",
  /** npm's, of the last line that runs on Node 20; for `npm run bench -- opening`. */
  lighthouse: "12.8.2",
  /** npm's: CPython 3.14 as WebAssembly; for `npm run bench -- python`. */
  pyodide: "314.0.7",
};

/** The oldest Rust that builds the native binary, as Cargo.toml says. */
export function oldestRust() {
  return captured(fromRoot("Cargo.toml"), /^rust-version\s*=\s*"([\d.]+)"/m, "rust-version");
}

/** The command line tool must match the library to the last digit, so its version is the lock file's. */
export function wasmBindgenVersion() {
  return captured(fromRoot("Cargo.lock"), /name = "wasm-bindgen"\nversion = "([^"]+)"/, "wasm-bindgen");
}

/**
 * @param {string} file
 * @param {RegExp} pattern
 * @param {string} what
 */
function captured(file, pattern, what) {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Failure(`There is no ${file}.`, "Take it from the repository: git checkout -- Cargo.toml Cargo.lock");
  }
  const found = pattern.exec(text.replaceAll("\r\n", "\n"));
  if (!found)
    throw new Failure(
      `${file} names no ${what}.`,
      "Take it from the repository: git checkout -- Cargo.toml Cargo.lock",
    );
  return found[1];
}

/**
 * Compares dotted versions: negative when `a` is older than `b`.
 * @param {string} a
 * @param {string} b
 */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
