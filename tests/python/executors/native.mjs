// The command `manyhands python`, from the variable MANYHANDS or where a plain build leaves it.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runProcess } from "./process.mjs";

export const binary = process.env.MANYHANDS
  ? resolve(process.env.MANYHANDS)
  : fileURLToPath(
      new URL(`../../../target/debug/manyhands${process.platform === "win32" ? ".exe" : ""}`, import.meta.url),
    );

/** Why it cannot be asked; false where it can. */
export const whyNoBinary = existsSync(binary) ? false : `there is no ${binary}: MANYHANDS may name another`;

/** @param {object} params @returns {Promise<import("./executor.mjs").Searched>} */
async function search(params) {
  const folder = await mkdtemp(join(tmpdir(), "manyhands-search-"));
  try {
    const file = join(folder, "params.json");
    await writeFile(file, JSON.stringify(params));
    const { stdout } = await promisify(execFile)(binary, ["run", "explore", "--params", `@${file}`, "--json"], {
      maxBuffer: 1 << 28,
      timeout: 300_000,
    }).catch((error) => error);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns {import("./executor.mjs").Executor} */
export function native() {
  return {
    name: "native",
    skip: whyNoBinary,
    interpreters: ["gil", "free-threaded"],
    open: async () => {},
    run: (task) =>
      runProcess(binary, ["python", "--set", `interpreter=${task.interpreter}`], task, { hearsInterrupt: true }),
    search,
    close: async () => {},
  };
}
