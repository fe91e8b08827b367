// A program that is started once and asked again and again: a request in JSON a line, an answer a line.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * @param {string} program
 * @param {string[]} args
 */
export function asked(program, args) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("close", resolve);
  });
  // The answer of a process that has ended is the end of its lines.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    run: async (/** @type {string} */ name, /** @type {object} */ params) => {
      child.stdin.write(`${JSON.stringify({ function: name, ...params })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended`);
      return JSON.parse(value);
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
