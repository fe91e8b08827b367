// Every Python program here and in programs/, and every lesson's listing that starts none but Python's, run by what the variable
// PYTHON_IN names: cpython (or nothing), native, chromium, firefox, webkit. PYTHON_INTERPRETER, gil or free-threaded, leaves the other one out.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { newestCPython } from "./executors/cpython.mjs";
import { executorNamed } from "./executors/executor.mjs";
import { whyNoBinary } from "./executors/native.mjs";
import { runProcess } from "./executors/process.mjs";
import { casesOf, isAmong, leastLines, wrongIn } from "./expect.mjs";
import { filesOf } from "./files.mjs";
import { determinedIn, listings, MEASURE } from "./listings.mjs";

/** @typedef {import("./executors/executor.mjs").Task} Task */

const folders = ["../../programs", "."].map((path) => fileURLToPath(new URL(path, import.meta.url)));

const executor = await executorNamed(process.env.PYTHON_IN || "cpython");
const wanted = process.env.PYTHON_INTERPRETER;
const interpreters = executor.interpreters.filter((one) => !wanted || one === wanted);
const shownListings = await listings();

/** @param {string} path */
function programAt(path) {
  const program = readFileSync(path, "utf8");
  try {
    return { program, cases: casesOf(program), files: filesOf(path) };
  } catch (error) {
    throw new Error(`${path}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {import("./expect.mjs").Case} one @param {string} interpreter @returns {string | false} */
function whyNot({ only, interpreter: needed, cpython }, interpreter) {
  if (only.length > 0 && !only.includes(executor.name) && !(only.includes("page") && isPage)) {
    return `it is for ${only.join(", ")}`;
  }
  if (needed && needed !== interpreter) return `it is for the interpreter ${needed}`;
  if (executor.version && !isAmong(executor.version, cpython)) return `it is for CPython ${cpython}`;
  return false;
}

/** Programs of processes take long, and Firefox runs them with this interpreter: PYTHON_TESTS=all has Chromium run them too. */
const isLeftToFirefox = (/** @type {string} */ program, /** @type {string} */ interpreter) =>
  process.env.PYTHON_TESTS !== "all" &&
  executor.name === "chromium" &&
  interpreter === "free-threaded" &&
  /^\s*(?:import|from)\s+(?:multiprocessing|subprocess)\b|\bProcessPoolExecutor\b|\bos\.system\b/m.test(program);

const isPage = ["chromium", "firefox", "webkit"].includes(executor.name);

const what = executor.version ? `${executor.name} ${executor.version}` : executor.name;

describe(`Python programs in ${what}`, { skip: executor.skip, timeout: 1_800_000 }, () => {
  before(() => executor.open());
  after(() => executor.close());

  for (const interpreter of interpreters) {
    describe(`with the interpreter ${interpreter}`, () => {
      for (const folder of folders) {
        const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
        for (const name of names.sort()) {
          const { program, cases, files } = programAt(join(folder, name));
          for (const one of cases) {
            const title = [name, ...one.arguments].join(" ");
            const skip = isLeftToFirefox(program, interpreter) ? "PYTHON_TESTS=all runs it" : whyNot(one, interpreter);
            it(title, { skip }, async () => {
              const { arguments: args, input, stopAfter, deadlock, output } = one;
              const afterLines = deadlock ? leastLines(output) : stopAfter;
              const stop = afterLines === undefined ? undefined : { afterLines, quiet: deadlock };
              const ran = await executor.run({ program, files, arguments: args, input, interpreter, stop });
              const wrong = wrongIn(one, ran);
              if (wrong) assert.fail(wrong);
            });
          }
        }
      }

      describe("the lessons' listings", { skip: whyNoBinary }, async () => {
        const reference = await newestCPython();
        const skip = reference ? false : "there is no CPython beside which they could be held";
        for (const { id, source } of shownListings) {
          it(`manyhands listing ${id}`, { skip }, async () => {
            /** @type {Task} */
            const task = { program: source, files: {}, arguments: [], input: "", interpreter, stop: undefined };
            const [ran, by] = await Promise.all([
              executor.run(task),
              runProcess(reference?.command ?? "", [], task, { hearsInterrupt: false }),
            ]);
            assert.deepEqual([ran.ended, ran.exit, ran.stderr], ["itself", 0, []], ran.message);
            assert.ok(determinedIn(by.stdout) || MEASURE.includes(id), "CPython prints what the parameters determine");
            assert.deepEqual(determinedIn(ran.stdout), determinedIn(by.stdout));
          });
        }
      });
    });
  }
});
