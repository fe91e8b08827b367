// Programs from crates.io at the pinned version: the one on the path where it is exactly that, else our own.

import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { findProgram } from "../lib/find.mjs";
import { fromRoot, toolsRoot } from "../lib/paths.mjs";
import { read, run } from "../lib/run.mjs";
import { pinned, wasmBindgenVersion } from "../versions.mjs";
import { ensureLinker, nativeCargo } from "./native-cargo.mjs";

/**
 * @typedef {object} CargoTool
 * @property {string} name
 * @property {string[]} programs all of them must be there, at one version
 * @property {() => string} version
 * @property {() => string[]} source what `cargo install` is told to build
 * @property {NodeJS.ProcessEnv} [env]
 */

/** A crate of ours: what wasm-bindgen's own command line tool would compile besides takes a minute. */
const bindgen = ["--path", fromRoot(".dev", "tools", "bindgen"), "--target-dir", join(toolsRoot, "build")];

/** @type {Record<'wasmBindgen' | 'testRunner' | 'wasmPack', CargoTool>} */
export const cargoTools = {
  wasmBindgen: {
    name: "wasm-bindgen",
    programs: ["wasm-bindgen"],
    version: wasmBindgenVersion,
    source: () => bindgen,
  },
  testRunner: {
    name: "wasm-bindgen-test-runner",
    programs: ["wasm-bindgen-test-runner"],
    version: wasmBindgenVersion,
    source: () => [...bindgen, "--features", "runner", "--profile", "runner"],
  },
  wasmPack: {
    name: "wasm-pack",
    programs: ["wasm-pack"],
    version: () => pinned.wasmPack,
    source: () => ["--version", pinned.wasmPack, "wasm-pack"],
    // What counts is how soon it is built: it has little to do.
    env: {
      CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
      CARGO_PROFILE_RELEASE_LTO: "off",
      CARGO_PROFILE_RELEASE_DEBUG: "0",
    },
  },
};

const toolsBin = join(toolsRoot, "bin");

/**
 * @param {CargoTool} tool
 * @returns {import('../lib/steps.mjs').Step}
 */
export function cargoToolStep(tool) {
  const name = `${tool.name} ${tool.version()}`;
  return {
    name: `Looking for ${name}`,
    label: tool.name,
    upToDate: () => toolPath(tool),
    run: async () => {
      console.log(`    ${name} is not here: building it with cargo, which takes a minute or two, once`);
      await install(tool, name);
      const path = await toolPath(tool);
      if (!path)
        throw new Failure(`cargo installed ${name}, but it does not run.`, `Delete ${toolsRoot} and try again.`);
      return path;
    },
  };
}

/**
 * @param {CargoTool} tool
 * @param {string} name
 */
async function install(tool, name) {
  await ensureLinker();
  const { cargo, env } = await nativeCargo();
  const args = ["install", "--force", "--root", toolsRoot];
  const options = {
    env: { ...env, ...tool.env },
    what: `Installing ${name}`,
    mend: "See cargo’s message above; it needs a network and a C compiler (Debian: apt-get install gcc libc6-dev).",
  };
  try {
    await run(cargo, [...args, "--locked", ...tool.source()], options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A mirror of the registry may lack one of the very versions, where a neighbour does as well.
    console.log("    not with its own lock file (see above): trying with whatever versions fit");
    await run(cargo, [...args, ...tool.source()], options);
  }
}

/**
 * Where the tool's first program is, at exactly the pinned version.
 * @param {CargoTool} tool
 * @returns {Promise<string | undefined>}
 */
export async function toolPath(tool) {
  for (const path of [toolsBin, process.env.PATH ?? ""]) {
    const programs = tool.programs.map((name) => findProgram([name], path));
    if (!programs.every((program) => program !== undefined)) continue;
    const versions = await Promise.all(programs.map((program) => versionOf(program)));
    if (versions.every((version) => version === tool.version())) return programs[0];
  }
  return undefined;
}

/** @param {string} program */
async function versionOf(program) {
  const { stdout } = await read(program, ["--version"]);
  return /(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
}

/**
 * @param {CargoTool} tool
 * @returns {Promise<string>}
 */
export async function requireTool(tool) {
  const path = await toolPath(tool);
  if (!path) throw new Failure(`${tool.name} ${tool.version()} is not set up.`, "npm run build");
  return path;
}
