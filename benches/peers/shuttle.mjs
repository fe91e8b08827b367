// Shuttle, natively: schedules by chance, each thread a coroutine.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { run } from "../../.dev/lib/run.mjs";
import { nativeCargo } from "../../.dev/setup/native-cargo.mjs";

const folder = fromRoot("benches", "peers", "shuttle");

/** Built first. */
export async function shuttle() {
  const { cargo, env } = await nativeCargo();
  const target = fromRoot("target", "peers");
  await run(cargo, ["build", "--release", "--locked", "--quiet"], {
    cwd: folder,
    env: { ...env, CARGO_TARGET_DIR: target },
    what: "Building the Shuttle peer",
  });
  const version = /name = "shuttle"\nversion = "([^"]+)"/.exec(readFileSync(`${folder}/Cargo.lock`, "utf8"))?.[1];
  return {
    name: `Shuttle ${version}`,
    /** Milliseconds. @param {{threads: number, steps: number, schedules: number}} plan */
    run: async ({ threads, steps, schedules }) => {
      const args = [threads, steps, schedules].map(String);
      const { stdout } = await promisify(execFile)(`${target}/release/peer-shuttle`, args);
      return Number(JSON.parse(stdout).ms);
    },
  };
}
