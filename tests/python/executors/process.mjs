// A Python program as a process of its own, in a folder of its own.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LIMIT_MS, linesOf, QUIET_MS, STOP_MS } from "./executor.mjs";

/** @typedef {import("../expect.mjs").Ran} Ran */

const lineBuffered = fileURLToPath(new URL("line-buffered", import.meta.url));

/** No colours, whatever the terminal; lines as they are printed, not when a buffer is full. */
function environment() {
  const { FORCE_COLOR, PYTHONHOME, PYTHONUNBUFFERED, ...env } = process.env;
  const python = { PYTHONPATH: lineBuffered, PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" };
  return { ...env, ...python, NO_COLOR: "1", PYTHON_COLORS: "0" };
}

/**
 * @param {string} command
 * @param {string[]} args those before the program's file
 * @param {import("./executor.mjs").Task} task
 * @param {{hearsInterrupt: boolean}} how whether it must end soon when it is interrupted; else it is killed
 * @returns {Promise<Ran>}
 */
export async function runProcess(command, args, task, { hearsInterrupt }) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "manyhands-python-")));
  try {
    for (const [name, text] of Object.entries({ ...task.files, "main.py": task.program })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await ran(command, [...args, "main.py", ...task.arguments], folder, task, hearsInterrupt);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @param {import("./executor.mjs").Task} task
 * @param {boolean} hearsInterrupt
 * @returns {Promise<Ran>}
 */
function ran(command, args, cwd, { input, stop }, hearsInterrupt) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: environment() });
    /** @type {Ran["ended"]} */
    let ended = "itself";
    let message = "";
    let [stdout, stderr] = ["", ""];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let quiet;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let patience;

    const limit = setTimeout(() => {
      ended = "overdue";
      child.kill("SIGKILL");
    }, LIMIT_MS);

    const end = () => {
      if (ended !== "itself") return;
      ended = "stopped";
      child.kill(hearsInterrupt ? "SIGINT" : "SIGKILL");
      patience = setTimeout(() => {
        ended = "overdue";
        message = `when it was stopped: ${STOP_MS} ms later it still ran`;
        child.kill("SIGKILL");
      }, STOP_MS);
    };

    const look = () => {
      if (!stop || stdout.split("\n").length <= stop.afterLines) return;
      clearTimeout(quiet);
      if (stop.quiet) quiet = setTimeout(end, QUIET_MS);
      else end();
    };

    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      look();
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", (error) => {
      ended = "failed";
      message = error.message;
    });
    child.on("close", (code, signal) => {
      for (const timer of [limit, quiet, patience]) clearTimeout(timer);
      if (signal && ended === "itself") {
        ended = "failed";
        message = `it was ended by ${signal}`;
      }
      resolve({ stdout: linesOf(stdout), stderr: linesOf(stderr), exit: code ?? undefined, ended, message });
    });
    // A program may end without having read it all.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
