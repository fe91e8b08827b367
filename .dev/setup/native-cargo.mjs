// The cargo for this machine's own binary: the user's own where it is new enough, the wasm toolchain's otherwise.

import { join } from 'node:path';
import { findProgram, isExecutable, withFoldersOnPath } from '../lib/find.mjs';
import { read } from '../lib/run.mjs';
import { compareVersions, oldestRust } from '../versions.mjs';
import { wasmToolchain } from './toolchain.mjs';

/** @typedef {{cargo: string, env: NodeJS.ProcessEnv, version: string}} NativeCargo */

/** @type {Promise<NativeCargo> | undefined} */
let found;

/** @returns {Promise<NativeCargo>} */
export function nativeCargo() {
  found ??= find();
  return found;
}

async function find() {
  const own = findProgram(['cargo']);
  if (own) {
    const { stdout } = await read(own, ['--version']);
    const version = /^cargo ([\d.]+)/.exec(stdout)?.[1];
    if (version && compareVersions(version, oldestRust()) >= 0) return { cargo: own, env: process.env, version: stdout };
  }
  const { bin, version } = wasmToolchain();
  return { cargo: join(bin, 'cargo'), env: { ...withFoldersOnPath([bin]), RUSTC: join(bin, 'rustc'), RUSTDOC: join(bin, 'rustdoc') }, version };
}

/**
 * Whether that cargo has this subcommand, as `fmt` and `clippy` are.
 * @param {string} subcommand
 */
export async function nativeCargoHas(subcommand) {
  const { cargo, env } = await nativeCargo();
  const { code } = await read(cargo, [subcommand, '--version'], { env });
  return code === 0;
}

/** The compiler's C neighbour: crates with build scripts link with it. */
export const hasLinker = () => Boolean(findProgram(['cc', 'gcc', 'clang'])) || isExecutable('/usr/bin/cc');
