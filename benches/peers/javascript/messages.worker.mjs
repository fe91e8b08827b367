// One of two workers that send each other messages: over a port, or by turns in shared memory.

/** @type {MessagePort} */
let port;

/** @type {Record<string, (data: any) => void>} */
const parts = {
  port: (data) => {
    port = data.port;
    postMessage("ready");
  },

  // One sends all; the other says when it has taken the last.
  send: ({ messages }) => {
    for (let i = 1; i <= messages; i++) port.postMessage(i);
  },
  take: ({ messages }) => {
    let taken = 0;
    port.onmessage = () => {
      taken++;
      if (taken === messages) postMessage({ delivered: taken });
    };
    postMessage("ready");
  },

  // One sends and awaits the answer, again and again; the other answers.
  ping: ({ messages }) => {
    let pongs = 0;
    port.onmessage = () => {
      pongs++;
      if (pongs < messages) port.postMessage(pongs);
      else postMessage({ delivered: 2 * pongs });
    };
    port.postMessage(0);
  },
  pong: () => {
    port.onmessage = ({ data }) => port.postMessage(data);
    postMessage("ready");
  },

  // The same in shared memory, where the cell is the number of messages so far: each waits for its turn, at once or
  // when it has looked that many times.
  wait: ({ cell, messages, parity, looks }) => {
    if (parity === 1) postMessage("ready");
    for (let sent = parity; sent < 2 * messages; sent += 2) {
      for (let left = looks; left > 0 && Atomics.load(cell, 0) !== sent; left--);
      for (let now = Atomics.load(cell, 0); now !== sent; now = Atomics.load(cell, 0)) Atomics.wait(cell, 0, now);
      Atomics.store(cell, 0, sent + 1);
      Atomics.notify(cell, 0, 1);
    }
    if (parity === 1) postMessage({ delivered: Atomics.load(cell, 0) });
  },
};

addEventListener("message", ({ data }) => parts[data.part](data));
