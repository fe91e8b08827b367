// Numba, from PyPI in a virtual environment in target/: on the processor, and on an NVIDIA GPU where there is one.

import { fromRoot } from "../../.dev/lib/paths.mjs";
import { venv } from "../../.dev/setup/venv.mjs";
import { pinned } from "../../.dev/versions.mjs";
import { Absent } from "../lib/absent.mjs";
import { asked } from "./lines.mjs";

const { numba: version, numbaCuda, llvmlite, numpy } = pinned;
const wheels = [`numba==${version}`, `llvmlite==${llvmlite}`, `numpy==${numpy}`];

/** @returns {Promise<import("../lib/doors.mjs").Door>} */
export const numba = () => started("Numba", "pi.py", () => venv(`numba-${version}`, wheels));

/**
 * With what NVIDIA has of the toolkit on PyPI, which is large.
 * @param {boolean} nvidia whether there is a GPU
 * @returns {Promise<import("../lib/doors.mjs").Door>}
 */
export async function numbaOnGpu(nvidia) {
  if (!nvidia) throw new Absent("there is no NVIDIA GPU here");
  const more = [...wheels, `numba-cuda[cu12]==${numbaCuda}`];
  return started("Numba CUDA", "cuda.py", () => venv(`numba-cuda-${numbaCuda}`, more, { dependencies: true }));
}

/**
 * @param {string} name
 * @param {string} script
 * @param {() => ReturnType<typeof venv>} environment
 */
async function started(name, script, environment) {
  const place = await environment();
  if ("missing" in place) throw new Absent(place.missing);
  // -B: nothing is to be written beside the sources.
  const python = asked(place.python, ["-B", fromRoot("benches", "peers", "numba", script)]);
  const { version, gpu } = await python.run("about", {});
  return { name, version: gpu ? `${version}, ${gpu}` : version, ...python };
}
