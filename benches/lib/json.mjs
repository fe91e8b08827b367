// What was measured, written down for programs, with the machine that it was measured on.

import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { dirname, relative } from "node:path";
import { fromRoot, root } from "../../.dev/lib/paths.mjs";

export const machine = () => ({
  system: `${os.type()} ${os.release()}`,
  architecture: os.arch(),
  model: os.cpus()[0]?.model.trim() ?? "unknown",
  cores: os.availableParallelism(),
  memory_gb: Math.round(os.totalmem() / 1e9),
  // Above the number of cores, others were at work on them.
  load_of_last_minute: os.loadavg()[0],
});

/**
 * @param {string} name of the benchmark
 * @param {object} content
 * @returns {string} the file, from the root
 */
export function writeJson(name, content) {
  const file = fromRoot("target", "bench", `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return relative(root, file);
}
