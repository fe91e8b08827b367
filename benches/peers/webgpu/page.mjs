// The least that a page needs to count pi's points by shaders/pi.wgsl, without a library. It cuts its dispatches as
// src/pi/backend.rs does, so that what is compared is what lies around the shader.

/** How long a dispatch is to take, in seconds, and by how much more the next may be than the last. */
const sliceSeconds = 0.04;
const growth = 8;

/** Points that the shader makes together, and the most of such units in a dispatch. */
const units = { philox: 4, xorshift: 2048 };
const mostUnits = 2 ** 30;

/** The most work-groups in a row. */
const mostInRow = 65_535;

/** @type {Promise<{adapter: GPUAdapter, device: GPUDevice, module: GPUShaderModule}> | undefined} */
let made;

function gpu() {
  made ??= (async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) throw new Error("this browser has no WebGPU, or no adapter for it");
    const device = await adapter.requestDevice({
      requiredFeatures: adapter.features.has("timestamp-query") ? ["timestamp-query"] : [],
    });
    device.addEventListener("uncapturederror", ({ error }) => console.error(error.message));
    const answer = await fetch(new URL("../../../shaders/pi.wgsl", import.meta.url));
    if (!answer.ok) throw new Error(`shaders/pi.wgsl: ${answer.status}`);
    return { adapter, device, module: device.createShaderModule({ code: await answer.text() }) };
  })();
  return made;
}

/** Its name, as far as the browser tells. */
async function adapter() {
  const { vendor, architecture, device, description } = (await gpu()).adapter.info;
  return [vendor, architecture, device, description].filter(Boolean).join(" ") || "an adapter without a name";
}

/**
 * From the first dispatch until the last count is there; the pipeline is ready then.
 * @param {{points: number, generator: "philox" | "xorshift", seed: number, workgroupSize: number, pointsPerInvocation: number}} params
 */
async function count({ points, generator, seed, workgroupSize, pointsPerInvocation }) {
  const { device, module } = await gpu();
  const unit = units[generator];
  const each = Math.ceil(pointsPerInvocation / unit);
  const dispatch = await prepared(device, module, generator, { seed, workgroupSize, each });
  const grain = each * workgroupSize * unit;
  let length = Math.max(2 ** 20, grain);
  let inside = 0;
  let dispatches = 0;
  const begin = performance.now();
  for (let at = 0; at < points; dispatches++) {
    const cut = Math.floor((at + Math.floor(length)) / grain) * grain;
    const end = Math.min(Math.max(cut, at + 1), points);
    const slice = await dispatch(at, end, unit);
    inside += slice.inside;
    const factor = Math.min(Math.max(sliceSeconds / slice.seconds, 1 / growth), growth);
    length = Math.min(Math.max((end - at) * factor, grain), mostUnits * unit);
    at = end;
  }
  return { inside, seconds: (performance.now() - begin) / 1e3, dispatches };
}

/**
 * The pipeline and its buffers, and what counts one range with them.
 * @param {GPUDevice} device
 * @param {GPUShaderModule} module
 * @param {string} entryPoint
 * @param {{seed: number, workgroupSize: number, each: number}} how `each`: the units that an invocation counts
 */
async function prepared(device, module, entryPoint, { seed, workgroupSize, each }) {
  const pipeline = await device.createComputePipelineAsync({
    layout: "auto",
    compute: { module, entryPoint, constants: { workgroup_size: workgroupSize } },
  });
  const { UNIFORM, STORAGE, COPY_SRC, COPY_DST, MAP_READ, QUERY_RESOLVE } = GPUBufferUsage;
  const params = device.createBuffer({ size: 32, usage: UNIFORM | COPY_DST });
  const inside = device.createBuffer({ size: 8, usage: STORAGE | COPY_SRC | COPY_DST });
  const result = device.createBuffer({ size: 24, usage: MAP_READ | COPY_DST });
  const bindings = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [params, inside].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const timed = device.features.has("timestamp-query");
  const querySet = timed ? device.createQuerySet({ type: "timestamp", count: 2 }) : undefined;
  const resolved = timed ? device.createBuffer({ size: 16, usage: QUERY_RESOLVE | COPY_SRC }) : undefined;

  /** @param {number} start @param {number} end @param {number} unit */
  return async (start, end, unit) => {
    const first = Math.floor(start / unit);
    const count = Math.ceil(end / unit) - first;
    const halves = (/** @type {number} */ n) => [n % 2 ** 32, Math.floor(n / 2 ** 32)];
    const groups = Math.ceil(Math.ceil(count / each) / workgroupSize);
    const rows = Math.ceil(groups / mostInRow);
    const begin = performance.now();
    device.queue.writeBuffer(
      params,
      0,
      new Uint32Array([
        ...halves(seed),
        ...halves(first),
        count,
        each,
        start - first * unit,
        (first + count) * unit - end,
      ]),
    );
    const encoder = device.createCommandEncoder();
    encoder.clearBuffer(inside);
    const pass = encoder.beginComputePass(
      querySet ? { timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } } : {},
    );
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(Math.ceil(groups / rows), rows);
    pass.end();
    encoder.copyBufferToBuffer(inside, 0, result, 0, 8);
    if (querySet && resolved) {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, result, 8, 16);
    }
    device.queue.submit([encoder.finish()]);
    await result.mapAsync(GPUMapMode.READ);
    const [total, began, ended] = new BigUint64Array(result.getMappedRange());
    const ns = Number(ended - began);
    const counted = Number(total);
    result.unmap();
    const wall = (performance.now() - begin) / 1e3;
    return { inside: counted, seconds: ns > 0 && ns / 1e9 <= wall ? ns / 1e9 : wall };
  };
}

globalThis.peers = { adapter, count };
