// Native actors: ractor on tokio's workers, in a process of its own for each run.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { run } from "../../.dev/lib/run.mjs";
import { nativeCargo } from "../../.dev/setup/native-cargo.mjs";

const folder = fromRoot("benches", "peers", "ractor");

/** Built first. @returns {Promise<import("../lib/doors.mjs").Door>} */
export async function ractor() {
  const { cargo, env } = await nativeCargo();
  const target = fromRoot("target", "peers");
  await run(cargo, ["build", "--release", "--locked", "--quiet"], {
    cwd: folder,
    env: { ...env, CARGO_TARGET_DIR: target },
    what: "Building the ractor peer",
  });
  const lock = readFileSync(`${folder}/Cargo.lock`, "utf8");
  const versionOf = (/** @type {string} */ name) => new RegExp(`name = "${name}"\nversion = "([^"]+)"`).exec(lock)?.[1];
  return {
    name: "ractor",
    version: ["ractor", "tokio"].map((name) => `${name} ${versionOf(name)}`).join(", "),
    run: async (pattern, { messages, actors, workers, warmUps }) => {
      const args = [pattern, ...[messages, actors, workers, warmUps].map(String)];
      const { stdout } = await promisify(execFile)(`${target}/release/peer-ractor`, args);
      return JSON.parse(stdout);
    },
    close: async () => {},
  };
}
