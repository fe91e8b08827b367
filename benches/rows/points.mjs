// The rows of pi on the processor: ours natively and in Chromium beside Numba and JavaScript, and beside each other.

import { Failure } from "../../.dev/lib/failure.mjs";
import { counting } from "../lib/counting.mjs";
import { compare, inTurn } from "../lib/in-turn.mjs";

/**
 * @typedef {import("../lib/doors.mjs").Door} Door
 * @typedef {import("../lib/in-turn.mjs").Party} Party
 * @typedef {import("../lib/in-turn.mjs").Row} Row
 * @typedef {{[name in "native" | "chromium" | "javascript" | "webgpu" | "numba" | "numbaOnGpu"]: Door}} Doors
 * @typedef {"philox" | "xorshift" | "doubles"} Kernel
 */

export const unit = "points/s";

/** @type {Kernel[]} */
const kernels = ["philox", "xorshift", "doubles"];
const names = { philox: "philox", xorshift: "xorshift", doubles: "53-bit doubles" };

/** The least ratio to Numba’s program that is good enough, with two threads. */
const targets = {
  philox: {},
  xorshift: { vectorised: { chromium: 40, native: 80 } },
  // Like with like: so the quicker of Numba’s two is held against it too.
  doubles: { vectorised: { chromium: 4, native: 6 }, loop: { chromium: 4, native: 6 } },
};

/**
 * One of our kernels: the lesson where it has it.
 * @param {Door} door
 * @param {Kernel} kernel
 * @param {number} workers
 * @param {{name?: string, instructions?: "detected" | "baseline"}} [options]
 */
const ours = (door, kernel, workers, { name = door.name, instructions = "detected" } = {}) =>
  counting(name, async (points) => {
    const { result } =
      kernel === "doubles" || instructions === "baseline"
        ? await door.run("pi-cost", { points, kernel, instructions, workers })
        : await door.run("pi", {
            points,
            generator: kernel,
            workers,
            backend: workers === 1 ? "serial" : "threads",
          });
    return { points, inside: result.inside, seconds: points / result.points_per_second };
  });

/** @param {Doors} doors @returns {Promise<Row[]>} */
export async function pointRows(doors) {
  await agree(doors);
  return [...(await besidePeers(doors, 1)), ...(await besidePeers(doors, 2)), ...(await besideNative(doors))];
}

/** The same kernel must count the same points wherever it is compiled, and with whatever instructions. */
async function agree(/** @type {Doors} */ { chromium, native }) {
  for (const kernel of kernels) {
    const counts = new Set();
    for (const door of [chromium, native])
      for (const instructions of ["detected", "baseline"]) {
        const { result } = await door.run("pi-cost", { points: 20_000_001, kernel, instructions, workers: 2 });
        counts.add(result.inside);
      }
    if (counts.size > 1)
      throw new Failure(`The kernel ${kernel} counted ${[...counts].join(" and ")}.`, "It must be one count.");
  }
}

/** @param {Doors} doors @param {1 | 2} threads */
async function besidePeers({ chromium, native, numba, javascript }, threads) {
  const title = `pi on ${threads} thread${threads === 1 ? "" : "s"}`;
  const theirs = (/** @type {string} */ name, /** @type {"vectorised" | "loop"} */ way) =>
    counting(name, (points) => numba.run("count", { way, points, threads }));
  /** @type {{[key: string]: Party}} */
  const parties = {
    vectorised: theirs("Numba, arrays", "vectorised"),
    loop: theirs("Numba, loop", "loop"),
    javascript: counting("JavaScript", async (points) => ({
      points,
      ...(await javascript.run("darts", { points, workers: threads })),
    })),
  };
  for (const kernel of kernels) {
    parties[`chromium ${kernel}`] = ours(chromium, kernel, threads);
    parties[`native ${kernel}`] = ours(native, kernel, threads);
  }
  const taken = await inTurn(title, parties);
  return kernels.flatMap((kernel) =>
    /** @type {const} */ (["chromium", "native"]).flatMap((door) =>
      /** @type {const} */ (["vectorised", "loop", "javascript"])
        // JavaScript is a peer of what runs in the same browser.
        .filter((peer) => peer !== "javascript" || door === "chromium")
        .map((peer) => {
          const wanted = /** @type {any} */ (targets[kernel])[peer]?.[door];
          const target = threads === 2 ? wanted : undefined;
          const work = `${title}, ${names[kernel]}`;
          return compare(work, unit, taken(`${door} ${kernel}`, "rate"), taken(peer, "rate"), target);
        }),
    ),
  );
}

/**
 * WebAssembly beside the native binary: held against the kernel as it is compiled for any processor of the target, which
 * has 128-bit SIMD, as WebAssembly has; and shown beside the best that this processor has.
 * @param {Doors} doors
 */
async function besideNative({ chromium, native }) {
  /** @type {{[key: string]: Party}} */
  const parties = {};
  for (const kernel of kernels) {
    parties[`chromium ${kernel}`] = ours(chromium, kernel, 1);
    parties[`baseline ${kernel}`] = ours(native, kernel, 1, {
      name: "native, default target",
      instructions: "baseline",
    });
    parties[`native ${kernel}`] = ours(native, kernel, 1, { name: "native, as detected" });
  }
  const title = "pi, wasm beside native";
  const taken = await inTurn(title, parties);
  return kernels.flatMap((kernel) => {
    const beside = (/** @type {string} */ peer, /** @type {number | undefined} */ target) =>
      compare(
        `${title}, ${names[kernel]}`,
        unit,
        taken(`chromium ${kernel}`, "rate"),
        taken(`${peer} ${kernel}`, "rate"),
        target,
      );
    return [beside("baseline", 0.8), beside("native", undefined)];
  });
}
