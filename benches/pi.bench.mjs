// Points a second, of pi on every processor there is, each beside what else counts them, measured in the same run.

import { findProgram } from "../.dev/lib/find.mjs";
import { read } from "../.dev/lib/run.mjs";
import { chromium, native, orAbsent } from "./lib/doors.mjs";
import { report } from "./lib/report.mjs";
import { javascript } from "./peers/javascript.mjs";
import { numba, numbaOnGpu } from "./peers/numba.mjs";
import { webgpu } from "./peers/webgpu.mjs";
import { pointRows } from "./rows/points.mjs";
import { cudaRows, webgpuRows } from "./rows/points-on-gpu.mjs";

export default async function () {
  const nvidia = await hasNvidia();
  // Without the two doors of our own there is nothing to compare.
  const page = await chromium({ workbench: true });
  const doors = {
    chromium: page,
    native: await native({ features: nvidia ? ["cuda"] : [] }),
    javascript: await orAbsent("JavaScript", () => javascript(page.browser)),
    webgpu: await orAbsent("WebGPU by hand", () => webgpu(page.browser)),
    numba: await orAbsent("Numba", numba),
    numbaOnGpu: await orAbsent("Numba CUDA", () => numbaOnGpu(nvidia)),
  };
  const rows = await report("pi", doors, async () => [
    ...(await pointRows(doors)),
    ...(await webgpuRows(doors)),
    ...(await cudaRows(doors, nvidia)),
  ]);
  // A peer may be absent, and so may a GPU; our engine on the processor may not.
  if (rows.some(({ ours }) => ours.missing && !ours.who.includes("GPU"))) process.exitCode = 1;
}

/** Whether there is an NVIDIA GPU with its driver. */
async function hasNvidia() {
  const program = findProgram(["nvidia-smi"]);
  return program !== undefined && (await read(program, ["--list-gpus"])).stdout.includes("GPU 0");
}
