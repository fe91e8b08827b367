// How the crate is compiled for the browser: two builds of the same source, with and without shared memory.
//
// The flags travel in the environment and not in .cargo/config.toml, because the two builds differ in them,
// and because RUSTFLAGS of the user's own would silently replace those.

import { join } from "node:path";
import { withFoldersOnPath } from "../lib/find.mjs";
import { fromRoot, toolsRoot } from "../lib/paths.mjs";
import { wasmToolchain } from "../setup/toolchain.mjs";

/** @typedef {'shared' | 'isolated'} WasmBuild */

/** @type {WasmBuild[]} */
export const wasmBuilds = ["shared", "isolated"];

export const wasmTarget = "wasm32-unknown-unknown";

/** The standard library is built with the crate: no toolchain ships one with atomics. */
export const buildStd = "-Zbuild-std=std,panic_abort";

/** A shared memory must name its limit: 1 GiB, in bytes. */
const maximumMemory = 2 ** 30;

/** @type {Record<WasmBuild, string[]>} */
export const rustFlags = {
  shared: [
    "-Ctarget-feature=+atomics,+bulk-memory,+mutable-globals",
    "-Clink-arg=--shared-memory",
    "-Clink-arg=--import-memory",
    `-Clink-arg=--max-memory=${maximumMemory}`,
    // What wasm-bindgen needs to give each worker its own stack and thread-local storage.
    ...["__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base"].map((name) => `-Clink-arg=--export=${name}`),
  ],
  isolated: [],
};

/** A folder each, so that neither build evicts the other's dependencies. @param {WasmBuild} build */
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

/** The cargo that makes the wasm builds. */
export const wasmCargo = () => join(wasmToolchain().bin, "cargo");
