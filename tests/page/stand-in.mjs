// A coordinator of the test's own, in place of the worker that holds an engine: what a run prints and gives is the test's
// to say, so that the page can be looked at where it would take a program long to get there, or an engine to be built.

/**
 * What a run does, in the page: it is serialised.
 * @typedef {(run: {params: {[name: string]: any}, events: (events: object[]) => void, pause: (ms: number) => Promise<boolean>}) => Promise<object>} Script
 * `pause` says whether the run is to go on; the result is the record's `result`
 */

/** @param {import('playwright-core').Page} page @param {Script} script */
export async function standIn(page, script) {
  await page.addInitScript(`(${install})(${script})`);
}

/** @param {Script} script */
function install(script) {
  const RealWorker = globalThis.Worker;
  class StandIn extends EventTarget {
    #isStopped = false;

    constructor() {
      super();
      this.#say({ type: "lives", isHeld: false });
    }

    terminate() {
      this.#isStopped = true;
    }

    /** @param {any} message */
    postMessage(message) {
      if (message.type === "stop") this.#isStopped = true;
      if (message.type === "artifacts") this.#say({ type: "artifacts", files: [] });
      if (message.type === "run") void this.#run(message);
    }

    /** @param {{lesson: string, params: string}} request */
    async #run({ lesson, params: json }) {
      this.#isStopped = false;
      this.#say({ type: "ready", sharedMemory: { is: true } });
      const params = JSON.parse(json);
      const began = performance.now();
      const result = await script({
        params,
        events: (events) => this.#say({ type: "events", json: JSON.stringify(events) }),
        pause: (ms) => new Promise((resolve) => setTimeout(() => resolve(!this.#isStopped), ms)),
      });
      const error = { kind: "cancelled", message: "The run was stopped." };
      const record = {
        lesson,
        params,
        output: [],
        result,
        metrics: { wall_ms: performance.now() - began, workers: 4 },
        environment: { door: "page", threads: "shared-memory", logical_processors: 2, clock_uncertainty_us: 5 },
        artifacts: [],
      };
      this.#say({ type: "done", outcome: JSON.stringify(this.#isStopped ? { error } : { record }) });
    }

    /** @param {object} data */
    #say(data) {
      setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
    }
  }
  globalThis.Worker = new Proxy(RealWorker, {
    construct: (Real, [address, options]) =>
      /coordinator/.test(String(address)) ? new StandIn() : new Real(address, options),
  });
}
