// Running other programs: to be seen, to be read, or both.

import { spawn } from "node:child_process";
import { label, printLines } from "./beside.mjs";
import { Failure } from "./failure.mjs";
import { root } from "./paths.mjs";

/**
 * What was started and has not ended. It ends with this command, and so does all that it started, whatever ends the command: a
 * build would go on for minutes behind it, and hold the terminal or the pipe that it writes to.
 * @type {Set<import("node:child_process").ChildProcess>}
 */
const running = new Set();
process.on("exit", () => running.forEach((child) => void endGroup(child.pid, "SIGTERM")));
const onInterrupt = (/** @type {NodeJS.Signals} */ signal) => process.exit(signal === "SIGINT" ? 130 : 143);

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [what] what it does, for the message when it fails
 * @property {string} [mend]
 */

/**
 * Runs a program whose output the user sees.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function run(command, args, options = {}) {
  const whose = label();
  // A pipe is no terminal, so cargo has to be told that a person reads it all the same.
  const env = { ...(process.stderr.isTTY && { CARGO_TERM_COLOR: "always" }), ...(options.env ?? process.env) };
  const child =
    whose === undefined ? start(command, args, "inherit", options) : start(command, args, "pipe", { ...options, env });
  if (whose !== undefined) {
    if (child.stdout) printLines(child.stdout, process.stdout, whose);
    if (child.stderr) printLines(child.stderr, process.stderr, whose);
  }
  const { code, error } = await ended(child);
  if (code !== 0) throw failed(command, args, code, error, options);
}

/**
 * Runs a program and gives what it printed. Does not throw: a program that is missing has code 127.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function read(command, args, options = {}) {
  const child = start(command, args, "pipe", options);
  const [out, err] = [child.stdout, child.stderr].map((stream) => collected(stream));
  const { code, error } = await ended(child);
  return { code, stdout: (await out).trim(), stderr: error ? String(error.message) : (await err).trim() };
}

/**
 * Runs a program quietly and shows what it printed only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function runQuietly(command, args, options = {}) {
  const { code, stdout, stderr } = await read(command, args, options);
  if (code === 0) return stdout;
  if (stdout) console.error(stdout);
  if (stderr) console.error(stderr);
  throw failed(command, args, code, undefined, options);
}

/**
 * Runs a program whose output the user sees and the caller reads too. Ends it, and all that it
 * started, when it takes longer than `limitMinutes`.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions & {limitMinutes?: number, onText?: (text: string) => void}} [options]
 * @returns {Promise<{code: number, text: string, timedOut: boolean}>}
 */
export async function runAndRead(command, args, options = {}) {
  const { limitMinutes = 30, onText } = options;
  const child = start(command, args, "pipe", options);
  let text = "";
  let timedOut = false;
  /** @param {NodeJS.WriteStream} to */
  const tee = (to) => (/** @type {string} */ chunk) => {
    text += chunk;
    to.write(chunk);
    onText?.(chunk);
  };
  child.stdout?.setEncoding("utf8").on("data", tee(process.stdout));
  child.stderr?.setEncoding("utf8").on("data", tee(process.stderr));
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child.pid, "SIGKILL");
  }, limitMinutes * 60_000);
  const { code, error } = await ended(child);
  clearTimeout(timer);
  if (error) console.error(`${command}: ${error.message}`);
  return { code, text, timedOut };
}

/**
 * Starts a program in a process group of its own.
 * @param {string} command
 * @param {string[]} args
 * @param {'inherit' | 'pipe'} output
 * @param {RunOptions} options
 */
function start(command, args, output, { cwd = root, env = process.env }) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ["ignore", output, output],
    detached: process.platform !== "win32",
    shell: process.platform === "win32" && command.endsWith(".cmd"),
  });
  if (running.size === 0) for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, onInterrupt);
  running.add(child);
  return child;
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
function endGroup(pid, signal) {
  if (!pid) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{code: number, error?: NodeJS.ErrnoException}>}
 */
async function ended(child) {
  try {
    return await new Promise((resolve) => {
      child.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
        resolve({ code: error.code === "ENOENT" ? 127 : 126, error }),
      );
      child.once("close", (code, signal) => resolve({ code: code ?? (signal === "SIGINT" ? 130 : 1) }));
    });
  } finally {
    running.delete(child);
    if (running.size === 0) for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, onInterrupt);
  }
}

/** @param {import('node:stream').Readable | null} stream */
async function collected(stream) {
  let text = "";
  if (!stream) return text;
  for await (const chunk of stream.setEncoding("utf8")) text += chunk;
  return text;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {number} code
 * @param {Error | undefined} error
 * @param {RunOptions} options
 */
function failed(command, args, code, error, { what, mend }) {
  const line = [command, ...args].join(" ");
  return new Failure(`${what ?? "A command"} failed (${error ? error.message : `exit ${code}`}): ${line}`, mend);
}
