// Programs from crates.io at the pinned version: the one on the path where it is exactly that, else our own.

import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { findProgram } from "../lib/find.mjs";
import { toolsRoot } from "../lib/paths.mjs";
import { read, run } from "../lib/run.mjs";
import { pinned, wasmBindgenVersion } from "../versions.mjs";
import { ensureLinker, nativeCargo } from "./native-cargo.mjs";

/**
 * @typedef {object} CargoTool
 * @property {string} crate
 * @property {string[]} programs all of them must be there, at one version
 * @property {() => string} version
 * @property {"0" | "1"} optLevel what counts is how soon it is built: only one of them has much to do
 */

/** @type {Record<'wasmBindgen' | 'wasmPack' | 'geckodriver', CargoTool>} */
export const cargoTools = {
  wasmBindgen: {
    crate: "wasm-bindgen-cli",
    programs: ["wasm-bindgen", "wasm-bindgen-test-runner"],
    version: wasmBindgenVersion,
    optLevel: "1",
  },
  wasmPack: { crate: "wasm-pack", programs: ["wasm-pack"], version: () => pinned.wasmPack, optLevel: "0" },
  geckodriver: { crate: "geckodriver", programs: ["geckodriver"], version: () => pinned.geckodriver, optLevel: "0" },
};

const toolsBin = join(toolsRoot, "bin");

/**
 * @param {CargoTool} tool
 * @returns {import('../lib/steps.mjs').Step}
 */
export function cargoToolStep(tool) {
  const name = `${tool.crate} ${tool.version()}`;
  return {
    name: `Looking for ${name}`,
    upToDate: () => toolPath(tool),
    run: async () => {
      console.log(`    not found: building it with cargo, which takes minutes, once`);
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
  const args = ["install", "--force", "--root", toolsRoot, "--version", tool.version()];
  const options = {
    env: {
      ...env,
      CARGO_PROFILE_RELEASE_OPT_LEVEL: tool.optLevel,
      CARGO_PROFILE_RELEASE_LTO: "off",
      CARGO_PROFILE_RELEASE_DEBUG: "0",
    },
    what: `Installing ${name}`,
    mend: "See cargo’s message above; it needs a network and a C compiler (Debian: apt-get install gcc libc6-dev).",
  };
  try {
    await run(cargo, [...args, "--locked", tool.crate], options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A mirror of the registry may lack one of the very versions, where a neighbour does as well.
    console.log("    not with its own lock file (see above): trying with whatever versions fit");
    await run(cargo, [...args, tool.crate], options);
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
  if (!path) throw new Failure(`${tool.crate} ${tool.version()} is not set up.`, "npm run build");
  return path;
}
