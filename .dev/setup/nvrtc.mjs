// NVRTC, the compiler of NVIDIA's CUDA toolkit, from its wheel on PyPI: it compiles the CUDA kernel on a machine that has
// neither a GPU nor the toolkit. It lies in a virtual environment of its own in target/.

import { readdirSync } from "node:fs";
import { pinned } from "../versions.mjs";
import { venv } from "./venv.mjs";

/**
 * The folder of the library; or why it cannot be had here.
 * @returns {Promise<{folder: string} | {missing: string}>}
 */
export async function nvrtc() {
  const wheel = `nvidia-cuda-nvrtc-cu12==${pinned.nvrtc}`;
  const place = await venv(`nvrtc-${pinned.nvrtc}`, [wheel]);
  if ("missing" in place) return place;
  const file = readdirSync(place.folder, { recursive: true, withFileTypes: true }).find(({ name }) =>
    /^(?:libnvrtc\.so|nvrtc64_\d+_\d+\.dll)/.test(name),
  );
  return file ? { folder: file.parentPath } : { missing: `${wheel} holds no libnvrtc for this system` };
}
