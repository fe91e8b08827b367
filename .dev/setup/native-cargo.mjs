// The cargo for this machine's own binary: the user's own where it is new enough, the wasm toolchain's otherwise.

import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { findProgram, withFoldersOnPath } from "../lib/find.mjs";
import { read } from "../lib/run.mjs";
import { compareVersions, oldestRust } from "../versions.mjs";
import { ensurePackages, hasApt, thisSystem } from "./debian.mjs";
import { wasmToolchain } from "./toolchain.mjs";

/** @typedef {{cargo: string, env: NodeJS.ProcessEnv, version: string}} NativeCargo */

/** @type {Promise<NativeCargo> | undefined} */
let found;

/** @returns {Promise<NativeCargo>} */
export function nativeCargo() {
  found ??= find();
  return found;
}

async function find() {
  const own = findProgram(["cargo"]);
  if (own) {
    const { stdout } = await read(own, ["--version"]);
    const version = /^cargo ([\d.]+)/.exec(stdout)?.[1];
    if (version && compareVersions(version, oldestRust()) >= 0)
      return { cargo: own, env: process.env, version: stdout };
  }
  return pinnedCargo();
}

/**
 * The cargo of the pinned toolchain, for what the oldest Rust cannot build: Python.
 * @returns {NativeCargo}
 */
export function pinnedCargo() {
  const { bin, version } = wasmToolchain();
  return {
    cargo: join(bin, "cargo"),
    env: { ...withFoldersOnPath([bin]), RUSTC: join(bin, "rustc"), RUSTDOC: join(bin, "rustdoc") },
    version,
  };
}

/**
 * Sees to it that this cargo has a subcommand that is a component of its own, as `fmt` and `clippy` are.
 * @param {"fmt" | "clippy"} subcommand
 */
export async function ensureSubcommand(subcommand) {
  const { cargo, env } = await nativeCargo();
  const has = async () => (await read(cargo, [subcommand, "--version"], { env })).code === 0;
  if (await has()) return;
  const component = subcommand === "fmt" ? "rustfmt" : "clippy";
  const system = thisSystem();
  if (findProgram(["rustup"])) await read("rustup", ["component", "add", component]);
  else if (hasApt(system)) await ensurePackages(["rustfmt-web", "rust-web-clippy"], "rustfmt and clippy", system);
  if (!(await has())) throw new Failure(`${cargo} has no ${component}.`, `rustup component add ${component}`);
}

/** Build scripts and the native binary are linked by the C compiler. */
export async function ensureLinker() {
  if (findProgram(["cc"])) return;
  const system = thisSystem();
  if (hasApt(system)) await ensurePackages(["gcc", "libc6-dev"], "linking native programs", system);
  else if (process.platform !== "win32")
    throw new Failure("There is no C compiler, which Rust links with.", "install one that is called cc (gcc or clang)");
}
