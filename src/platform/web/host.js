// The browser's half of the web platform: starting workers, and what only JavaScript can ask.
//
// A worker that the engine starts runs this same file, which wasm-bindgen puts beside the
// package: it knows by its name what it is, and is told by its first message what to load.

const THREAD = "manyhands-thread";
const PROCESS = "manyhands-process";
/** With this the page's names begin for wasm-bindgen-rayon's workers, which import this file with the package. */
const POOL = "manyhands pool";
/** The page's name for the worker that starts the others. */
const COORDINATOR = "coordinator";

const explain = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

const NO_SCRIPT =
  "the script could not be loaded: the network is gone, or the host's Content-Security-Policy lacks worker-src 'self'";

/** How often in all a worker is started whose script does not come. */
const STARTS = 3;

/** Workers that share a memory: Firefox collects those that nobody holds. */
const kept = [];

/** How long a worker has that is to end by itself. */
const LAST_MS = 10_000;

/** The workers that were started here, each as what resolves when it has ended, or when nobody would know. */
const started = new Set();

/** Ends this worker after all that it has started: Chromium keeps many a worker that ends before one of those. */
async function leave() {
  await Promise.all(started);
  // The last of them has let its lock go, and is about to be over.
  setTimeout(() => self.close(), 20);
}

/** How long a worker waits for the lock that says that it lives. Then it begins without: nobody is watching it. */
const LOCK_MS = 5000;

/**
 * Holds a lock for as long as this worker lives, and resolves whether it does: the browser frees it when the worker ends, by
 * whatever way. Where there are no locks (a page that came by plain http, a frame that may keep nothing) it does not.
 */
function hold(life) {
  return new Promise((resolve) => {
    setTimeout(resolve, LOCK_MS, false);
    const held = () => {
      resolve(true);
      return new Promise(() => {});
    };
    // In an async function, so that a refusal is one whether it is thrown or not.
    (async () => navigator.locks.request(life, held))().catch(() => resolve(false));
  });
}

/**
 * Ends this worker when the one ends that started it, for which it holds this lock. A browser does that by itself, but
 * Chromium forgets one that was just about to begin.
 */
function endWith(parent) {
  if (!parent) return;
  // In an async function, so that a refusal is one whether it is thrown or not: where there are no locks, the browser is trusted.
  (async () => navigator.locks.request(parent, leave))().catch(() => {});
}

/**
 * Whether the worker has ended that started this one. A thread asks before it begins: from then on it hears nothing, and
 * Chromium would keep one that it forgot.
 */
async function isAlone(parent) {
  // It has no lock where there are none: then the browser is trusted.
  return parent !== undefined && navigator.locks.request(parent, { ifAvailable: true }, (lock) => lock !== null);
}

/**
 * Starts a worker. WebKit now and then loses a script about which several workers ask its host at the same time, so a
 * worker that never began is started again; what it is sent waits until it has begun. A worker may end and fire no event:
 * it holds a lock, and whoever started it waits for the same. What comes back has of a Worker what the engine uses.
 */
function start(name, init, onMessage) {
  let isLeft = false;
  const tell = (message) => isLeft || onMessage(message);
  let worker;
  let life;
  let starts = 0;
  let waiting = [];
  let end;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  started.add(ended);
  ended.then(() => started.delete(ended));
  const over = new AbortController();
  const watch = () => {
    const free = () => {
      end();
      tell({ died: "the browser ended its worker and did not say why" });
    };
    // Refused only when it is over.
    navigator.locks.request(life, { signal: over.signal }, free).catch(() => {});
  };
  const begin = () => {
    starts += 1;
    life = `manyhands ${performance.timeOrigin} ${Math.random()}`;
    try {
      worker = new Worker(new URL(import.meta.url), { type: "module", name });
    } catch (error) {
      worker = undefined;
      end();
      // Once whoever asks for it can hear.
      return queueMicrotask(() => tell({ died: explain(error) }));
    }
    worker.onerror = (event) => {
      event.preventDefault();
      if (waiting && !event.message && starts < STARTS) return begin();
      end();
      tell({ died: event.message || NO_SCRIPT });
    };
    worker.onmessageerror = () => tell({ died: "a message could not be read" });
    worker.onmessage = () => {
      worker.onmessage = ({ data }) => {
        if (data.lives === undefined) tell(data);
        else if (data.lives) watch();
        else end();
      };
      for (const sent of waiting) worker.postMessage(...sent);
      waiting = undefined;
    };
    worker.postMessage({ ...init, life });
  };
  const postMessage = (...sent) => (waiting ? void waiting.push(sent) : worker?.postMessage(...sent));
  const terminate = () => {
    over.abort();
    if (!worker) return;
    worker.onmessage = worker.onmessageerror = worker.onerror = null;
    const terminated = worker;
    const now = () => {
      end();
      terminated.terminate();
    };
    if (!waiting) return now();
    // Chromium forgets to end one that has not begun, and does not do it when it is asked again: it is ended once it has.
    terminated.onmessage = now;
    setTimeout(now, LAST_MS);
  };
  begin();
  return {
    postMessage,
    terminate,
    /** Lets a process end itself; one that does not is ended. */
    letLeave: () => {
      postMessage({ isOver: true });
      setTimeout(terminate, LAST_MS);
    },
    tell,
    /** Nobody hears of it any more. */
    leave: () => {
      isLeft = true;
    },
  };
}

/** Starts thread `index` over `memory`; resolves when it is parked. From then on `onDeath` hears of its end. */
export function startThread(main, module, memory, index, stackSize, onDeath) {
  return new Promise((resolve, reject) => {
    let isUp = false;
    const init = { main, module, memory, index, stackSize, common: self.manyhandsCommon, parent: self.manyhandsLife };
    const thread = start(THREAD, init, (message) => {
      if (message.died === undefined) {
        isUp = true;
        return resolve();
      }
      if (!isUp) return reject(new Error(message.died));
      // First of all, and not by way of the engine: the dead may hold what the engine waits for.
      if (self.name === COORDINATOR) self.postMessage({ type: "gone", message: message.died });
      onDeath(message.died);
    });
    kept.push(thread);
  });
}

/**
 * Starts a process, whose life the engine's export `begin` is; `onMessage` gets a Uint8Array for each frame, or a string: why it
 * died. One that starts workers of its own hears by the frame `end` that it is to end, and does so itself; without, it may be
 * too busy to hear anything.
 */
export function startProcess(main, module, begin, end, onMessage) {
  const processors = hardwareConcurrency();
  const init = { main, module, begin, processors, common: self.manyhandsCommon, parent: self.manyhandsLife };
  const process = start(PROCESS, init, (message) => onMessage(message.died ?? message));
  if (!end) return process;
  const endGently = () => {
    postToProcess(process, end.slice());
    setTimeout(() => {
      process.letLeave();
      process.tell({ died: "signal: 9 (SIGKILL)" });
    }, END_MS);
  };
  const terminate = () => {
    process.leave();
    endGently();
  };
  return { ...process, endGently, terminate };
}

/** How long a process has for its end until it counts as dead, in milliseconds. */
const END_MS = 300;

/** Asks a process to end. When its time is over it counts as dead; it may go on for a moment, and nobody hears of it. */
export function endProcess(worker) {
  worker.endGently();
}

/** Hears no more of a process that is about to end. */
export function leaveProcess(worker) {
  worker.leave();
}

/** Sends a frame to a process. */
export function postToProcess(worker, frame) {
  worker.postMessage(frame, [frame.buffer]);
}

/** Sends a frame from a process to its parent. */
export function postToParent(frame) {
  self.postMessage(frame, [frame.buffer]);
}

/** Tells whoever started this worker that it is about to end. */
export function tellDeath(type, message) {
  self.postMessage(type === "coordinator" ? { type: "panic", message } : { died: message });
}

/** Those that wait for their next turn, first come first served, and the channel that wakes them. */
const turns = [];
let channel;

/** A timer as a promise; of no time at all, the next turn of this worker's event loop. */
export function sleep(ms) {
  if (ms > 0) return new Promise((resolve) => setTimeout(resolve, ms));
  // A timer of no time takes 4 ms once there were a few; a message takes none.
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => turns.shift()();
  }
  return new Promise((resolve) => {
    turns.push(resolve);
    channel.port2.postMessage(undefined);
  });
}

/** What nobody else sees and nobody writes to: `false` where there is no such thing. */
let still;

/** Blocks this worker for so long, on a page without shared memory too. */
export function block(ms) {
  if (still === undefined) {
    try {
      // Where a page is not isolated there is no SharedArrayBuffer by name, but a memory may have one.
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      still = new Int32Array(memory.buffer);
      Atomics.wait(still, 0, 0, 0);
    } catch {
      still = false;
    }
  }
  const end = performance.now() + ms;
  if (still) Atomics.wait(still, 0, 0, ms);
  while (performance.now() < end);
}

/**
 * The processors that the browser tells of, NaN if of none: to the page, where there is one, since it may tell its workers
 * of another number.
 */
export function hardwareConcurrency() {
  return Number(self.manyhandsProcessors ?? navigator.hardwareConcurrency);
}

const isBrowserWorker = typeof WorkerGlobalScope === "function" && self instanceof WorkerGlobalScope;

/** What this worker is to be. WebKit runs this file a second time when the package imports it: then nothing more. */
const role = isBrowserWorker && !self.manyhandsHasBegun ? self.name : undefined;

if (role === THREAD || role === PROCESS) {
  self.manyhandsHasBegun = true;
  // The first message: the script has come.
  self.postMessage("here");
}

// The package, and with it the worker, waits for this: once it is one of rayon's threads it answers to nothing any more.
if (role?.startsWith(POOL)) self.postMessage({ lives: await hold(role) });

if (role === THREAD) {
  self.onmessage = async ({ data: { main, module, memory, index, stackSize, common, parent, life } }) => {
    self.manyhandsCommon = common;
    try {
      const [engine, lives] = await Promise.all([import(main), hold(life)]);
      if (await isAlone(parent)) return self.close();
      engine.initSync({ module, memory, thread_stack_size: stackSize });
      self.postMessage({ lives });
      self.postMessage({ ready: index });
      engine.thread_main(index);
      // Told that it is over.
      self.close();
    } catch (error) {
      self.postMessage({ died: explain(error) });
    }
  };
} else if (role === PROCESS) {
  const died = (error) => self.postMessage({ died: explain(error) });
  self.onmessage = async ({ data: { main, module, begin, processors, common, parent, life } }) => {
    self.manyhandsProcessors = processors;
    self.manyhandsCommon = common;
    endWith(parent);
    const early = [];
    let receive = (data) => early.push(data);
    self.onmessage = ({ data }) => (data.isOver ? leave() : receive(data));
    self.addEventListener("unhandledrejection", (event) => {
      // Whoever started it says so, and it is nobody else's.
      event.preventDefault();
      died(event.reason);
    });
    try {
      const [engine, lives] = await Promise.all([import(main), hold(life)]);
      if (lives) self.manyhandsLife = life;
      // No memory given: the instance makes one of its own, which is what makes it a process.
      engine.initSync({ module });
      receive = (data) => engine.process_receive(data);
      self.postMessage({ lives });
      engine[begin]();
      for (const data of early) engine.process_receive(data);
    } catch (error) {
      died(error);
    }
  };
}
