// The actors' rows: one way, ping-pong, round a ring, and starting.

import { Failure } from "../../.dev/lib/failure.mjs";
import { compare, inTurn } from "../lib/in-turn.mjs";

/**
 * @typedef {import("../lib/doors.mjs").Door} Door
 * @typedef {import("../lib/in-turn.mjs").Party} Party
 * @typedef {import("../lib/in-turn.mjs").Row} Row
 * @typedef {import("./pools.mjs").Doors} Doors
 */

const workers = 2;

/** @param {Doors} doors @returns {Promise<Row[]>} */
export const actorRows = async (doors) => [
  ...(await oneWay(doors)),
  ...(await pingPong(doors)),
  ...(await ring(doors)),
  ...(await start(doors)),
];

/** @param {string} who @param {number} delivered @param {number} expected */
function all(who, delivered, expected) {
  if (delivered !== expected) throw new Failure(`${who} delivered ${delivered} messages of ${expected}.`);
}

/**
 * Our messages a second.
 * @param {Door} door
 * @param {{pattern: string, actors?: number, messages: number}} params
 * @param {number} [expected] how many are delivered of each that is put in
 * @returns {Party}
 */
const ours = (door, params, expected = 1) => ({
  name: door.name,
  measure: async () => {
    const { result } = await door.run("actors", { workers, mailbox_capacity: 0, ...params });
    all(door.name, result.delivered, params.messages * expected);
    return { rate: result.messages_per_second };
  },
});

/**
 * Messages a second of two workers of the page.
 * @param {Door} javascript
 * @param {string} name
 * @param {{pattern: string, messages: number}} params
 * @param {number} [expected]
 * @returns {Party}
 */
const page = (javascript, name, params, expected = 1) => ({
  name,
  measure: async () => {
    const { ms, delivered } = await javascript.run("send", params);
    all(name, delivered, params.messages * expected);
    return { rate: (delivered / ms) * 1e3 };
  },
});

/**
 * ractor's, in a fresh process, as our native binary is; or after a run that does not count, as in a
 * page, which stays from one run to the next.
 * @param {Door} ractor
 * @param {{pattern: string, actors: number, messages: number}} params
 * @param {{warm: boolean, counted?: number}} options how many things happened, where it is not messages
 * @returns {Party}
 */
const native = (ractor, { pattern, actors, messages }, { warm, counted }) => ({
  name: warm ? "ractor, warm" : "ractor",
  measure: async () => {
    const { ms, delivered } = await ractor.run(pattern, { messages, actors, workers, warmUps: warm ? 1 : 0 });
    all("ractor", delivered, messages * (pattern === "ping-pong" ? 2 : 1));
    return { rate: ((counted ?? delivered) / ms) * 1e3 };
  },
});

async function oneWay(/** @type {Doors} */ doors) {
  const work = "actors, one way";
  const params = { pattern: "fan-in", actors: 2, messages: 1_000_000 };
  const peer = { ...params, pattern: "one-way" };
  const taken = await inTurn(work, {
    chromium: ours(doors.chromium, params),
    postMessage: page(doors.javascript, "postMessage", { pattern: "one-way", messages: 200_000 }),
    warm: native(doors.ractor, peer, { warm: true }),
    native: ours(doors.native, params),
    fresh: native(doors.ractor, peer, { warm: false }),
  });
  const unit = "messages/s";
  return [
    compare(work, unit, taken("chromium", "rate"), taken("postMessage", "rate"), 25),
    compare(work, unit, taken("chromium", "rate"), taken("warm", "rate"), 1),
    compare(work, unit, taken("native", "rate"), taken("fresh", "rate")),
  ];
}

async function pingPong(/** @type {Doors} */ doors) {
  const work = "actors, ping-pong";
  const params = { pattern: "ping-pong", messages: 100_000 };
  const peer = { ...params, actors: 2 };
  const taken = await inTurn(work, {
    chromium: ours(doors.chromium, params, 2),
    postMessage: page(doors.javascript, "postMessage", { pattern: "ping-pong", messages: 20_000 }, 2),
    wait: page(doors.javascript, "Atomics.wait", { pattern: "atomics-wait", messages: 50_000 }, 2),
    // Nearly the least that two workers can take: each looks for a while before it waits, as our workers do.
    look: page(doors.javascript, "Atomics, looking first", { pattern: "atomics-look", messages: 50_000 }, 2),
    native: ours(doors.native, params, 2),
    // Its two actors may be on one of tokio's workers, where nothing has to be woken.
    fresh: native(doors.ractor, peer, { warm: false }),
  });
  /** A round trip is two messages. */
  const trips = (/** @type {Parameters<typeof taken>[0]} */ key) => {
    const series = taken(key, "rate");
    return { ...series, values: series.values.map((value) => value / 2) };
  };
  const unit = "round trips/s";
  return [
    compare(work, unit, trips("chromium"), trips("postMessage"), 2),
    compare(work, unit, trips("chromium"), trips("wait"), 0.67),
    compare(work, unit, trips("chromium"), trips("look")),
    compare(work, unit, trips("native"), trips("fresh")),
  ];
}

async function ring(/** @type {Doors} */ doors) {
  const work = "ring of 100 actors";
  const params = { pattern: "ring", actors: 100, messages: 1_000_000 };
  const taken = await inTurn(work, {
    chromium: ours(doors.chromium, params),
    warm: native(doors.ractor, params, { warm: true }),
    native: ours(doors.native, params),
    fresh: native(doors.ractor, params, { warm: false }),
  });
  return [
    compare(work, "hops/s", taken("chromium", "rate"), taken("warm", "rate"), 0.5),
    compare(work, "hops/s", taken("native", "rate"), taken("fresh", "rate"), 0.5),
  ];
}

async function start(/** @type {Doors} */ doors) {
  const work = "1,000 actors started";
  const actors = 1000;
  /** @param {Door} door @returns {Party} */
  const begun = (door) => ({
    name: door.name,
    measure: async () => {
      const { metrics } = await door.run("actors", { pattern: "print", actors, workers, messages: 0 });
      if (typeof metrics.start_ms !== "number") throw new Error("the record has no metrics.start_ms");
      return { rate: (actors / metrics.start_ms) * 1e3 };
    },
  });
  const peer = { pattern: "start", actors, messages: 0 };
  const taken = await inTurn(work, {
    chromium: begun(doors.chromium),
    warm: native(doors.ractor, peer, { warm: true, counted: actors }),
    native: begun(doors.native),
    fresh: native(doors.ractor, peer, { warm: false, counted: actors }),
  });
  return [
    compare(work, "actors/s", taken("chromium", "rate"), taken("warm", "rate"), 0.5),
    compare(work, "actors/s", taken("native", "rate"), taken("fresh", "rate"), 0.5),
  ];
}
