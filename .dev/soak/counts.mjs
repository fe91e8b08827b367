// What a program and all that it started hold: memory, threads that are workers, descriptors. Linux counts them in /proc.

import { readdirSync, readFileSync } from "node:fs";

/** @typedef {{megabytes: number, workers: number, descriptors: number}} Held */

/** What browsers call the thread of a worker, cut to fifteen characters by the system. */
const isWorker = (/** @type {string} */ name) => name === "DedicatedWorker" || name.startsWith("DOM Worker");

/**
 * A process and its descendants.
 * @param {number} pid
 * @returns {number[]}
 */
export function treeOf(pid) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of readdirSync("/proc")) {
    // The name of the program stands in brackets, and may have any character in it; the parent comes after it and the state.
    const parent = /.*\) \S (\d+) /s.exec(/^\d+$/.test(name) ? read(`/proc/${name}/stat`) : "")?.[1];
    if (parent === undefined) continue;
    const siblings = children.get(Number(parent)) ?? [];
    children.set(Number(parent), [...siblings, Number(name)]);
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

/**
 * @param {number[]} pids
 * @returns {Held}
 */
export function held(pids) {
  /** @param {(pid: number) => number} of */
  const sum = (of) => pids.reduce((total, pid) => total + of(pid), 0);
  return {
    megabytes: sum(megabytes),
    workers: sum((pid) => list(`/proc/${pid}/task`).filter((task) => isWorker(nameOf(pid, task))).length),
    descriptors: sum((pid) => list(`/proc/${pid}/fd`).length),
  };
}

/** Memory that several processes share counts in parts, where the system says so.  @param {number} pid */
function megabytes(pid) {
  const parts = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  const all = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(parts ?? all ?? 0) / 1024;
}

/** @param {number} pid @param {string} task */
const nameOf = (pid, task) => read(`/proc/${pid}/task/${task}/comm`).trim();

/** A process may end while it is asked. @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} path */
function list(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
