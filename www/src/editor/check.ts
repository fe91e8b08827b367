/**
 * Compiles a shader to see what is wrong with it, and runs nothing: no pipeline is made of it. The page's own thread asks
 * the browser, because the engine's device is a worker's. The engine adds nothing to a shader, so the lines are the reader's.
 */
import { msg } from "@lit/localize";
import { inTime } from "../kit/in-time";
import type { Problem } from "./problems";

export type Checked = { problems: Problem[] } | { unavailable: string };

class Unavailable extends Error {}

let device: Promise<GPUDevice> | undefined;

function newDevice(): Promise<GPUDevice> {
  const asked = (async () => {
    const gpu: GPU | undefined = navigator.gpu;
    if (!gpu) throw new Unavailable(msg("this browser has no WebGPU"));
    const adapter = await inTime(gpu.requestAdapter());
    if (!adapter) throw new Unavailable(msg("this browser’s WebGPU offers no adapter"));
    const given = await inTime(adapter.requestDevice());
    // The next check asks for another.
    void given.lost.then(() => {
      if (device === asked) device = undefined;
    });
    return given;
  })();
  asked.catch(() => {
    if (device === asked) device = undefined;
  });
  return asked;
}

export async function checkShader(code: string): Promise<Checked> {
  try {
    device ??= newDevice();
    const gpu = await device;
    gpu.pushErrorScope("validation");
    const module = gpu.createShaderModule({ code });
    const error = gpu.popErrorScope();
    const { messages } = await module.getCompilationInfo();
    const problems = messages
      .filter(({ type }) => type !== "info")
      .map(({ lineNum, linePos, length, message, type }) => ({
        line: lineNum || undefined,
        column: linePos || 1,
        length,
        text: message.trim(),
        isWarning: type === "warning",
      }));
    const refusal = await error;
    if (refusal && problems.every(({ isWarning }) => isWarning)) {
      problems.push({ line: undefined, column: 1, length: 0, text: refusal.message, isWarning: false });
    }
    return { problems };
  } catch (reason) {
    // Half a sentence: what a browser says of it is none.
    return {
      unavailable:
        reason instanceof Unavailable ? reason.message : msg("this browser’s WebGPU gave nothing to try it on"),
    };
  }
}
