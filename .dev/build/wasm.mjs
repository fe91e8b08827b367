// How the crate is compiled for the browser: builds of the same source, with and without shared memory, and with Python.
//
// The flags travel in the environment and not in .cargo/config.toml, because the builds differ in them,
// and because RUSTFLAGS of the user's own would silently replace those.

import { join } from "node:path";
import { withFoldersOnPath } from "../lib/find.mjs";
import { fromRoot, toolsRoot } from "../lib/paths.mjs";
import { wasmToolchain } from "../setup/toolchain.mjs";

/** @typedef {'shared' | 'isolated' | 'python'} WasmBuild */

/** The two that have all lessons but Python. @type {WasmBuild[]} */
export const wasmBuilds = ["shared", "isolated"];

export const wasmTarget = "wasm32-unknown-unknown";

/** The standard library is built with the crate: no toolchain ships one with atomics. */
export const buildStd = "-Zbuild-std=std,panic_abort";

const pageBytes = 65_536;

/** A shared memory must name its limit: 1 GiB. Python has twice that where the browser gives it. */
export const memoryPages = { shared: 2 ** 30 / pageBytes, python: 2 ** 31 / pageBytes };

/** @param {number} pages the most that the memory may grow to */
const sharedFlags = (pages) => [
  "-Ctarget-feature=+atomics,+bulk-memory,+mutable-globals",
  "-Clink-arg=--shared-memory",
  "-Clink-arg=--import-memory",
  `-Clink-arg=--max-memory=${pages * pageBytes}`,
  // What wasm-bindgen needs to give each worker its own stack and thread-local storage.
  ...["__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base"].map((name) => `-Clink-arg=--export=${name}`),
];

/** @type {Record<WasmBuild, string[]>} */
export const rustFlags = {
  shared: sharedFlags(memoryPages.shared),
  isolated: [],
  python: sharedFlags(memoryPages.python),
};

/** A folder each, so that no build evicts another's dependencies. @param {WasmBuild} build */
export const targetFolder = (build) => fromRoot("target", `wasm-${build}`);

/**
 * The environment in which cargo, and whatever calls cargo, makes this build.
 * @param {WasmBuild} build
 * @param {string[]} [moreFlags] for rustc, beside the build's own
 * @returns {NodeJS.ProcessEnv}
 */
export function wasmEnvironment(build, moreFlags = []) {
  const { bin, linker } = wasmToolchain();
  const env = withFoldersOnPath([join(toolsRoot, "bin"), bin]);
  // Each of these would override what is set below.
  for (const name of [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
    "RUSTC_WRAPPER",
    "CARGO_BUILD_TARGET",
  ])
    delete env[name];
  return {
    ...env,
    CARGO: join(bin, "cargo"),
    RUSTC: join(bin, "rustc"),
    RUSTDOC: join(bin, "rustdoc"),
    // Rebuilding std is still an unstable option; the pinned compiler is a stable one.
    RUSTC_BOOTSTRAP: "1",
    CARGO_TARGET_DIR: targetFolder(build),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: [...rustFlags[build], ...moreFlags].join(" "),
  };
}

/**
 * Has clippy compile the crate itself, and take what it finds for errors: where a build is checked and used, it is made once.
 * Code that clippy has compiled is a little slower.
 * @returns {NodeJS.ProcessEnv}
 */
export const lintingEnvironment = () => ({
  RUSTC_WORKSPACE_WRAPPER: join(wasmToolchain().bin, "clippy-driver"),
  CLIPPY_ARGS: ["-D", "warnings", ""].join("__CLIPPY_HACKERY__"),
});

/** The cargo that makes the wasm builds. */
export const wasmCargo = () => join(wasmToolchain().bin, "cargo");
