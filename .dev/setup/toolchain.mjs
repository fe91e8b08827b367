// The Rust toolchain for wasm. std must be rebuilt with atomics, which takes its sources and a known compiler:
// rustup's where rustup can get the pinned one, Debian's packages otherwise.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { findProgram } from "../lib/find.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { read, run } from "../lib/run.mjs";
import { compareVersions, oldestRust, pinned } from "../versions.mjs";
import { ensurePackages, hasApt, thisSystem } from "./debian.mjs";

/**
 * @typedef {object} Toolchain
 * @property {'rustup' | 'debian'} route
 * @property {string} why why this route, in a sentence
 * @property {string} bin the folder of cargo and rustc
 * @property {string} linker
 * @property {string} version what rustc says of itself
 */

export const debianPackages = [
  "rustc-web",
  "cargo-web",
  "rust-web-src",
  "libstd-rust-web-dev",
  "rust-web-clippy",
  `lld-${pinned.debianLld}`,
];
const cacheFile = fromRoot("target", "stamps", "toolchain.json");
/** The choice can be forced, to try the other route or to try again after a failure. */
const forcedRoute = () => process.env.MANYHANDS_RUST;

/** @returns {import('../lib/steps.mjs').Step} */
export function toolchainStep() {
  return {
    name: "Finding the Rust toolchain for WebAssembly",
    upToDate: () => {
      const known = knownToolchain();
      return known && `${describe(known)} (${known.why})`;
    },
    run: async () => {
      const toolchain = await chooseToolchain({ ...thisSystem(), debianBin: "/usr/bin", forced: forcedRoute() });
      mkdirSync(dirname(cacheFile), { recursive: true });
      writeFileSync(cacheFile, JSON.stringify({ pinned, forced: forcedRoute(), toolchain }, null, 2));
      return `${describe(toolchain)}: ${toolchain.why}`;
    },
  };
}

/** The toolchain that set-up chose. */
export function wasmToolchain() {
  const known = knownToolchain();
  if (!known) throw new Failure("The Rust toolchain for WebAssembly is not set up.", "npm run build");
  return known;
}

/** @param {Toolchain} toolchain */
const describe = ({ route, version }) => `${version} by ${route === "rustup" ? "rustup" : "Debian’s packages"}`;

/**
 * What an earlier set-up chose, so that a rustup that cannot get the toolchain is not asked each time.
 * @returns {Toolchain | undefined}
 */
function knownToolchain() {
  if (!existsSync(cacheFile)) return undefined;
  const known = JSON.parse(readFileSync(cacheFile, "utf8"));
  if (JSON.stringify(known.pinned) !== JSON.stringify(pinned) || known.forced !== forcedRoute()) return undefined;
  const { bin, linker } = known.toolchain;
  return [join(bin, "cargo"), join(bin, "rustc"), join(bin, "cargo-clippy"), linker].every((file) => existsSync(file))
    ? known.toolchain
    : undefined;
}

/**
 * Chooses the route, and sets it up.
 * @param {import('./debian.mjs').System & {debianBin: string, forced?: string}} system
 * @returns {Promise<Toolchain>}
 */
export async function chooseToolchain(system) {
  const { forced } = system;
  if (forced && forced !== "rustup" && forced !== "debian") {
    throw new Failure(`MANYHANDS_RUST is “${forced}”; it may be rustup or debian.`, "unset MANYHANDS_RUST");
  }
  let whyNotRustup = "MANYHANDS_RUST=debian asks for it";
  if (forced !== "debian") {
    const attempt = await tryRustup(system);
    if (attempt.toolchain) return attempt.toolchain;
    whyNotRustup = attempt.whyNot;
    if (forced === "rustup") throw new Failure(`MANYHANDS_RUST=rustup, but ${whyNotRustup}.`, "unset MANYHANDS_RUST");
    console.log(`    rustup: ${whyNotRustup}`);
  }
  if (!hasApt(system)) {
    throw new Failure(
      `There is no Rust toolchain that can build for WebAssembly with threads: ${whyNotRustup}, and this system has no apt-get.`,
      `Install rustup (rustup.rs), then: rustup toolchain install ${pinned.rust} --profile minimal --component rust-src --component clippy`,
    );
  }
  return await setUpDebian(system, whyNotRustup);
}

/**
 * @param {import('./debian.mjs').System} system
 * @returns {Promise<{toolchain: Toolchain, whyNot?: undefined} | {toolchain?: undefined, whyNot: string}>}
 */
async function tryRustup({ env }) {
  if (!findProgram(["rustup"], env.PATH)) return { whyNot: "rustup is not installed" };
  const components = ["rust-src", "clippy"];
  const had = await rustupToolchain(env);
  if (had) return { toolchain: { ...had, why: "rustup has the pinned toolchain" } };
  console.log(`    asking rustup for Rust ${pinned.rust} with ${components.join(" and ")}`);
  try {
    await run(
      "rustup",
      [
        "toolchain",
        "install",
        pinned.rust,
        "--profile",
        "minimal",
        "--no-self-update",
        ...components.flatMap((name) => ["--component", name]),
      ],
      { env },
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { whyNot: `rustup could not install Rust ${pinned.rust} with its library sources` };
  }
  const toolchain = await rustupToolchain(env);
  if (toolchain) return { toolchain: { ...toolchain, why: "rustup could get the pinned toolchain" } };
  return { whyNot: `rustup’s Rust ${pinned.rust} lacks the library sources, clippy or rust-lld` };
}

/**
 * rustup's pinned toolchain, where it is whole.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Omit<Toolchain, 'why'> | undefined>}
 */
async function rustupToolchain(env) {
  // No automatic installation here: it would bring the default profile, without the library sources.
  const quiet = { env: { ...env, RUSTUP_AUTO_INSTALL: "0" } };
  const { code, stdout: rustc } = await read("rustup", ["which", "--toolchain", pinned.rust, "rustc"], quiet);
  if (code !== 0) return undefined;
  const bin = dirname(rustc);
  const { stdout: version } = await read(rustc, ["--version"], quiet);
  const { stdout: verbose } = await read(rustc, ["-vV"], quiet);
  const host = /^host: (.+)$/m.exec(verbose)?.[1] ?? "";
  const rustlib = join(bin, "..", "lib", "rustlib");
  const linker = join(rustlib, host, "bin", process.platform === "win32" ? "rust-lld.exe" : "rust-lld");
  const needed = [linker, join(bin, "cargo-clippy"), join(rustlib, "src", "rust", "library", "std", "Cargo.toml")];
  return needed.every((file) => existsSync(file)) ? { route: "rustup", bin, linker, version } : undefined;
}

/**
 * @param {import('./debian.mjs').System & {debianBin: string}} system
 * @param {string} whyNotRustup
 * @returns {Promise<Toolchain>}
 */
async function setUpDebian(system, whyNotRustup) {
  await ensurePackages(debianPackages, "the wasm toolchain", system);
  const { debianBin: bin, env } = system;
  // By their full paths: rustup's stand-ins of the same names come first on the path.
  const { stdout: version } = await read(join(bin, "rustc"), ["--version"], { env });
  const number = /^rustc ([\d.]+)/.exec(version)?.[1] ?? "0";
  if (compareVersions(number, oldestRust()) < 0) {
    throw new Failure(
      `Debian’s Rust is ${number}; ${oldestRust()} or newer is needed.`,
      "Upgrade the packages, or install rustup (rustup.rs).",
    );
  }
  return { route: "debian", why: whyNotRustup, bin, linker: join(bin, `wasm-ld-${pinned.debianLld}`), version };
}
