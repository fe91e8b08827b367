// Pyodide in a page: Python compiled to WebAssembly, on the page's own thread.

/** @typedef {{runPython: (program: string) => any, globals: {set: (name: string, value: any) => void}}} Pyodide */

/** @type {Promise<Pyodide> | undefined} */
let starting;

/** @param {string} folder Pyodide's address @param {(line: string) => void} [stdout] @returns {Promise<Pyodide>} */
async function start(folder, stdout = () => {}) {
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  return loadPyodide({ indexURL: folder, stdout });
}

globalThis.peers = {
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
