// The command `manyhands python`, from the variable MANYHANDS or where a plain build leaves it.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess } from "./process.mjs";

export const binary = process.env.MANYHANDS
  ? resolve(process.env.MANYHANDS)
  : fileURLToPath(
      new URL(`../../../target/debug/manyhands${process.platform === "win32" ? ".exe" : ""}`, import.meta.url),
    );

/** Why it cannot be asked; false where it can. */
export const whyNoBinary = existsSync(binary) ? false : `there is no ${binary}: MANYHANDS may name another`;

/** @returns {import("./executor.mjs").Executor} */
export function native() {
  return {
    name: "native",
    skip: whyNoBinary,
    interpreters: ["gil", "free-threaded"],
    open: async () => {},
    run: (task) =>
      runProcess(binary, ["python", "--set", `interpreter=${task.interpreter}`], task, { hearsInterrupt: true }),
    close: async () => {},
  };
}
