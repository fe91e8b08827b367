// Pyodide in a page: Python compiled to WebAssembly, on the page's own thread, and as many of it in workers as a pool has processes.

/** @typedef {{runPython: (program: string) => any, globals: {set: (name: string, value: any) => void}}} Pyodide */

/** @type {Promise<Pyodide> | undefined} */
let starting;

/** @param {string} folder Pyodide's address @param {(line: string) => void} [stdout] @returns {Promise<Pyodide>} */
async function start(folder, stdout = () => {}) {
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  return loadPyodide({ indexURL: folder, stdout });
}

/** Begins a worker with a Pyodide of its own. @param {string} folder @param {string} program @returns {Promise<Worker>} */
const begun = (folder, program) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("pool.worker.mjs", import.meta.url), { type: "module" });
    worker.onerror = ({ message }) => reject(new Error(message || "a worker did not start"));
    worker.onmessage = () => resolve(worker);
    worker.postMessage({ folder, program });
  });

/**
 * A pool's `map`: chunks go to whichever worker is free; they and their results are pickled, as a Pool's are.
 * @param {Pyodide} pyodide
 * @param {Worker[]} workers
 * @param {string} name of the function
 * @param {string} inputs an expression
 * @param {number} chunksize
 * @returns {Promise<number>} the results' sum
 */
async function map(pyodide, workers, name, inputs, chunksize) {
  const chunks = pyodide.runPython(`
import pickle
inputs = list(${inputs})
[pickle.dumps((${JSON.stringify(name)}, inputs[at:at + ${chunksize}])) for at in range(0, len(inputs), ${chunksize})]
`);
  const waiting = chunks.toJs();
  chunks.destroy();
  const results = new Array(waiting.length);
  let next = 0;
  const serve = (/** @type {Worker} */ worker) =>
    new Promise((resolve) => {
      const hand = () => {
        if (next === waiting.length) return resolve(undefined);
        const number = next++;
        worker.postMessage({ number, pickled: waiting[number] });
      };
      worker.onmessage = ({ data }) => {
        results[data.number] = data.pickled;
        hand();
      };
      hand();
    });
  await Promise.all(workers.map(serve));
  pyodide.globals.set("RESULTS", results);
  return pyodide.runPython("sum(n for part in RESULTS for n in pickle.loads(bytes(part)))");
}

globalThis.peers = {
  /** The tasks of processes.py that a pool of Pyodide instances can do, by their names. */
  processes: async ({ folder, program, task, count }) => {
    starting ??= start(folder);
    const pyodide = await starting;
    pyodide.runPython(program.split("TASKS =")[0]);
    if (task === "started") {
      const begin = performance.now();
      for (let n = 0; n < count; n++) (await begun(folder, program.split("TASKS =")[0])).terminate();
      return { one: (count / (performance.now() - begin)) * 1e3, checksum: count };
    }
    const workers = await Promise.all([1, 2].map(() => begun(folder, program.split("TASKS =")[0])));
    try {
      await map(pyodide, workers, "one_more", "range(8)", 1);
      const timed = async (/** @type {() => unknown} */ work) => {
        const begin = performance.now();
        const checksum = await work();
        return { seconds: (performance.now() - begin) / 1e3, checksum };
      };
      if (task === "heavy") {
        const one = await timed(() => pyodide.runPython(`sum(loop(${count}) for _ in range(8))`));
        const many = await timed(() => map(pyodide, workers, "loop", `[${count}] * 8`, 1));
        return {
          one: 8 / one.seconds,
          many: 8 / many.seconds,
          speedup: one.seconds / many.seconds,
          checksum: many.checksum,
        };
      }
      const chunksize = task === "in_chunks" ? 100 : 1;
      const { seconds, checksum } = await timed(() => map(pyodide, workers, "one_more", `range(${count})`, chunksize));
      return { one: count / seconds, checksum };
    } finally {
      for (const worker of workers) worker.terminate();
    }
  },

  /** How long until a program's first line is there, in milliseconds, on a page that has not loaded Pyodide. */
  firstLine: async ({ folder }) => {
    const begin = performance.now();
    let ms = Number.NaN;
    const pyodide = await start(folder, () => {
      ms = performance.now() - begin;
    });
    pyodide.runPython("print('here')");
    return ms;
  },

  /** What a program prints. */
  run: async ({ folder, program, args }) => {
    starting ??= start(folder);
    const pyodide = await starting;
    pyodide.globals.set("ARGUMENTS", args.join("\n"));
    return pyodide.runPython(`
import contextlib, io, sys
sys.argv = ["work.py", *ARGUMENTS.split("\\n")]
with contextlib.redirect_stdout(io.StringIO()) as printed:
    exec(${JSON.stringify(program)}, {"__name__": "__main__"})
printed.getvalue()
`);
  },
};
