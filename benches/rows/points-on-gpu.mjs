// The rows of pi on a GPU, or on what plays its part: through WebGPU beside a page written by hand, natively through
// wgpu, and through CUDA beside Numba’s.

import { Failure } from "../../.dev/lib/failure.mjs";
import { Absent } from "../lib/absent.mjs";
import { counting } from "../lib/counting.mjs";
import { compare, inTurn } from "../lib/in-turn.mjs";
import { unit } from "./points.mjs";

/**
 * @typedef {import("../lib/doors.mjs").Door} Door
 * @typedef {import("../lib/in-turn.mjs").Party} Party
 * @typedef {import("../lib/in-turn.mjs").Row} Row
 * @typedef {import("./points.mjs").Doors} Doors
 */

/** The lesson’s own. */
const workgroupSize = 64;
const pointsPerInvocation = 1024;

/** Of so many points all must have the same count, to the last one. */
const few = 20_000_001;

/**
 * The lesson on a GPU, whose name is told by the run.
 * @param {Door} door
 * @param {"webgpu" | "cuda"} backend
 * @param {"philox" | "xorshift"} generator
 */
function ours(door, backend, generator) {
  const party = counting(`${door.name}, ${backend === "cuda" ? "CUDA" : "WebGPU"}`, async (points) => {
    const { result, metrics } = await door.run("pi", {
      points,
      backend,
      generator,
      workgroup_size: workgroupSize,
      points_per_invocation: pointsPerInvocation,
    });
    const { name, driver, api, software } = metrics.gpu;
    const gpu = `${name || driver || "a GPU without a name"}${software ? " (GPU in software)" : ""}`;
    party.name = `${door.name}, ${api === "CUDA" ? "CUDA" : "WebGPU"} on ${gpu}`;
    return { points, inside: result.inside, seconds: points / result.points_per_second };
  });
  return party;
}

/**
 * A party that is looked at before it is measured for the first time.
 * @param {Party} party
 * @param {() => Promise<void>} check
 * @returns {Party}
 */
function checked({ name, measure }, check) {
  /** @type {Promise<void> | undefined} */
  let done;
  return {
    name,
    measure: async () => {
      done ??= check();
      await done;
      return measure();
    },
  };
}

/** @param {Doors} doors @returns {Promise<Row[]>} */
export async function webgpuRows({ chromium, native, webgpu }) {
  const rows = [];
  for (const generator of /** @type {const} */ (["philox", "xorshift"])) {
    const byHand = async (/** @type {number} */ points) => ({
      points,
      ...(await webgpu.run("count", { points, generator, seed: 0, workgroupSize, pointsPerInvocation })),
    });
    const { result: serial } = await native.run("pi", { points: few, backend: "serial", generator });
    const work = `pi through WebGPU, ${generator}`;
    const taken = await inTurn(work, {
      chromium: ours(chromium, "webgpu", generator),
      webgpu: checked(counting("page by hand", byHand), async () => {
        const { inside } = await byHand(few);
        if (inside !== serial.inside)
          throw new Failure(
            `The page by hand counted ${inside} of ${few} points, not ${serial.inside}.`,
            "It must be one count.",
          );
      }),
      native: ours(native, "webgpu", generator),
      threads: counting("native, 2 threads", async (points) => {
        const { result } = await native.run("pi", { points, backend: "threads", workers: 2, generator });
        return { points, inside: result.inside, seconds: points / result.points_per_second };
      }),
    });
    rows.push(
      // Within 1.3 times of it.
      compare(work, unit, taken("chromium", "rate"), taken("webgpu", "rate"), 0.77),
      compare(work, unit, taken("native", "rate"), taken("threads", "rate")),
    );
  }
  return rows;
}

/** @param {Doors} doors @param {boolean} nvidia @returns {Promise<Row[]>} */
export async function cudaRows({ native, numbaOnGpu }, nvidia) {
  const work = "pi through CUDA";
  /** @type {(generator: "philox" | "xorshift") => Party} */
  const cuda = (generator) =>
    nvidia
      ? ours(native, "cuda", generator)
      : { name: "native, CUDA on no GPU", measure: () => Promise.reject(new Absent("there is no NVIDIA GPU here")) };
  const theirs = (/** @type {string} */ name, /** @type {"documented" | "tuned"} */ way) =>
    counting(name, (points) => numbaOnGpu.run("count", { way, points }));
  const taken = await inTurn(work, {
    philox: cuda("philox"),
    xorshift: cuda("xorshift"),
    documented: theirs("Numba CUDA, documented launch", "documented"),
    tuned: theirs("Numba CUDA, tuned launch", "tuned"),
  });
  return /** @type {const} */ (["philox", "xorshift"]).flatMap((generator) =>
    /** @type {const} */ (["documented", "tuned"]).map((peer) =>
      compare(
        `${work}, ${generator}`,
        unit,
        taken(generator, "rate"),
        taken(peer, "rate"),
        generator === "philox" ? 2 : undefined,
      ),
    ),
  );
}
