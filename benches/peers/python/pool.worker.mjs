// One process of a pool made of Pyodide instances: it calls a function of Python's on what it is sent, pickled as a Pool's
// tasks are.

/** @type {any} */
let pyodide;

self.onmessage = async ({ data }) => {
  if (data.folder) {
    const { loadPyodide } = await import(`${data.folder}pyodide.mjs`);
    pyodide = await loadPyodide({ indexURL: data.folder });
    pyodide.runPython(data.program);
    pyodide.runPython("import pickle\nserve = lambda work: pickle.dumps([globals()[work[0]](n) for n in work[1]])");
    self.postMessage({ ready: true });
    return;
  }
  pyodide.globals.set("PICKLED", data.pickled);
  const answer = pyodide.runPython("serve(pickle.loads(bytes(PICKLED)))");
  self.postMessage({ number: data.number, pickled: answer.toJs() });
  answer.destroy();
};
