// Every program of programs/ and tests/python/ that a search can take, rewritten for it and run under one schedule, the one that comes by
// itself: it prints what it prints as it is written.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { executorNamed, linesOf } from "./executors/executor.mjs";
import { casesOf, wrongIn } from "./expect.mjs";
import { filesOf } from "./files.mjs";

const folders = ["../../programs", "."].map((path) => fileURLToPath(new URL(path, import.meta.url)));
const executor = await executorNamed(process.env.PYTHON_IN || "cpython");
// What differs between browsers is not the rewriting.
const search = executor.name === "native" ? executor.search : undefined;

/** What a search does not take: processes, what it does not control, and what is written to the disk. */
const BEYOND =
  /^\s*(?:import|from)\s+(?:multiprocessing|subprocess|asyncio|_thread|signal|socket|ctypes)\b|ProcessPool|os\.system|\bexec\(|\beval\(/m;

/**
 * Programs that take more steps than a search takes, or that are about what the model leaves out, which docs/explore.md names: real
 * time, files, the GIL itself, the exit, and what classes of the model are called.
 */
const LEFT_OUT =
  /^(?:pickles|pool-map|thread-join-refused|thread-outlives-main|gil|semaphore|threading-timeout|barrier|files|lock-guards|paths|race|queue-shutdown|thread-(?:forty|thousand|too-many|enumerate|ident)|stdout-|switch-interval|time-|timer|temporary)/;

/** The text of the schedule that comes by itself. @param {unknown[]} parameters */
function byItself(parameters) {
  const digest = createHash("sha256").update(JSON.stringify(parameters)).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  const letters = Array.from(
    { length: 8 },
    (_, at) => "abcdefghijklmnopqrstuvwxyz234567"[Number((bits >> BigInt(5 * (7 - at))) & 31n)],
  );
  return `x1-${letters.join("")}-~`;
}

describe("Programs, rewritten for a search", { skip: !search, timeout: 1_200_000 }, () => {
  before(() => executor.open());
  after(() => executor.close());

  for (const folder of folders) {
    for (const name of readdirSync(folder)
      .filter((name) => name.endsWith(".py"))
      .sort()) {
      const path = join(folder, name);
      const program = readFileSync(path, "utf8");
      if (BEYOND.test(program) || LEFT_OUT.test(name)) continue;
      const those = casesOf(program).filter(
        ({ only, errors, exit, deadlock, stopAfter }) =>
          (only.length === 0 || only.includes("native")) &&
          errors.length === 0 &&
          exit === 0 &&
          !deadlock &&
          stopAfter === undefined,
      );
      for (const one of those) {
        it([name, ...one.arguments].join(" "), async () => {
          const { arguments: args, input } = one;
          const files = filesOf(path);
          const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
          const schedule = byItself([program, sorted, args, input, "any", 0]);
          const { result, error } = await /** @type {NonNullable<typeof search>} */ (search)({
            program,
            files,
            arguments: args,
            input,
            schedule,
            budget_ms: 20_000,
          });
          assert.equal(error, undefined);
          const [outcome] = result.outcomes;
          const wrong = wrongIn(
            { ...one, errors: [] },
            { stdout: linesOf(outcome.output), stderr: [], exit: outcome.exit, ended: "itself" },
          );
          if (wrong) assert.fail(wrong);
        });
      }
    }
  }
});
