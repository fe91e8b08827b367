// Messages between two workers: postMessage over a MessageChannel, and bare Atomics.wait in shared memory.

/** @typedef {{ask: (data: object, transfer?: Transferable[]) => void, answer: () => Promise<any>}} Side */

/** @returns {Side} */
function side() {
  const worker = new Worker(new URL("messages.worker.mjs", import.meta.url).href, { type: "module" });
  /** @type {any[]} */
  const arrived = [];
  /** @type {((data: any) => void) | undefined} */
  let wanted;
  worker.onmessage = ({ data }) => {
    if (wanted) wanted(data);
    else arrived.push(data);
    wanted = undefined;
  };
  worker.onerror = ({ message }) => console.error(message);
  return {
    ask: (data, transfer = []) => worker.postMessage(data, transfer),
    answer: () =>
      new Promise((resolve) => {
        if (arrived.length > 0) resolve(arrived.shift());
        else wanted = resolve;
      }),
  };
}

/** Two workers with a port each, made once. @type {Promise<[Side, Side]> | undefined} */
let made;

function sides() {
  made ??= (async () => {
    /** @type {[Side, Side]} */
    const both = [side(), side()];
    const { port1, port2 } = new MessageChannel();
    for (const [i, port] of [port1, port2].entries()) {
      both[i].ask({ part: "port", port }, [port]);
      await both[i].answer();
    }
    return both;
  })();
  return made;
}

/**
 * From the first message's sending until the last has been taken, as the page sees it.
 * @param {Side} begins
 * @param {object} params
 * @param {Side} ends
 */
async function timed(begins, params, ends) {
  const begin = performance.now();
  begins.ask(params);
  const { delivered } = await ends.answer();
  return { ms: performance.now() - begin, delivered };
}

/** @type {Record<string, (messages: number) => Promise<{ms: number, delivered: number}>>} */
const patterns = {
  "one-way": async (messages) => {
    const [a, b] = await sides();
    b.ask({ part: "take", messages });
    await b.answer();
    return timed(a, { part: "send", messages }, b);
  },
  "ping-pong": async (messages) => {
    const [a, b] = await sides();
    b.ask({ part: "pong" });
    await b.answer();
    return timed(a, { part: "ping", messages }, a);
  },
  "atomics-wait": (messages) => byTurns(messages, 0),
  "atomics-look": (messages) => byTurns(messages, 10_000),
};

/** @param {number} messages @param {number} looks how often a worker looks before it waits */
async function byTurns(messages, looks) {
  const [a, b] = await sides();
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const params = { part: "wait", cell, messages, looks };
  b.ask({ ...params, parity: 1 });
  await b.answer();
  return timed(a, { ...params, parity: 0 }, b);
}

/**
 * @param {{pattern: string, messages: number}} params the messages that are put in: a ping brings a pong besides
 */
export async function send({ pattern, messages }) {
  await patterns[pattern](2000);
  return patterns[pattern](messages);
}
