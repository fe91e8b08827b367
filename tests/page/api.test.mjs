// The JavaScript door: window.manyhands with the real engine.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { whyNoGpu } from "./gpu.mjs";
import { errorOf, newPage, open, recordOf } from "./site.mjs";

const once = inOneBrowser("the engine and the catalogue answer it");

describe("window.manyhands", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {import('playwright-core').Page} */
  let page;
  /** @type {string[]} */
  let errors;

  before(async () => {
    site = await open();
    ({ page, errors } = await newPage(site.browser, site.url));
  });
  after(async () => {
    await site.close();
    assert.deepEqual(errors, []);
  });

  it("runs a lesson and gives its record", async () => {
    const record = await recordOf(page, "pool-square", { inputs: [1, 2, 3] });
    assert.deepEqual(record.result.values, [1, 4, 9]);
    assert.equal(record.lesson, "pool-square");
    assert.deepEqual(record.params.inputs, [1, 2, 3]);
    assert.equal(record.params.workers, 5);
    assert.equal(record.metrics.workers, 5);
    assert.ok(record.metrics.wall_ms > 0);
    assert.equal(record.environment.door, "api");
    assert.equal(record.environment.threads, "shared-memory");
    assert.equal(record.environment.logical_processors, await page.evaluate(() => navigator.hardwareConcurrency));
    assert.deepEqual(record.artifacts, []);
  });

  it("takes parameters, and a preset under them", async () => {
    const record = await recordOf(page, "pool-square", { inputs: [-3, 0, 94906265], workers: 2 });
    assert.deepEqual(record.result.values, [9, 0, 94906265 ** 2]);

    const preset = await page.evaluate(async () => {
      const lessons = await window.manyhands.lessons();
      return lessons.find((lesson) => lesson.id === "pool-square")?.presets[0];
    });
    assert.ok(preset);
    const both = await recordOf(page, "pool-square", { inputs: [7] }, { preset: preset.name });
    assert.deepEqual(both.result.values, [49]);
    for (const [name, value] of Object.entries({ ...preset.params, inputs: [7] })) {
      assert.deepEqual(both.params[name], value, name);
    }
  });

  once.it("lists the lessons in the lectures' order", async () => {
    const lessons = await page.evaluate(() => window.manyhands.lessons());
    const known = [
      "processors",
      "pool-square",
      "pool-rows",
      "pool-commons",
      "pool-programs",
      "failing-tasks",
      "threads",
      "background-zip",
      "timeout",
      "threads-vs-processes",
      "race",
      "semaphore",
      "queue",
      "gil",
      "generators",
      "actors",
      "pi",
    ];
    // A new lesson may stand anywhere among them.
    assert.deepEqual(
      lessons.map(({ id }) => id).filter((id) => known.includes(id)),
      known,
    );
    for (const lesson of lessons) {
      assert.deepEqual(Object.keys(lesson).sort(), ["chapter", "id", "presets", "title"]);
      for (const preset of lesson.presets) assert.deepEqual(Object.keys(preset).sort(), ["name", "params", "title"]);
    }
  });

  once.it("gives the schema of each lesson, and nobody can spoil it for the next", async () => {
    const schema = await page.evaluate(async () => {
      const first = await window.manyhands.schema("pool-square");
      if (first.properties) first.properties.workers.maximum = 1e9;
      return window.manyhands.schema("pool-square");
    });
    assert.equal(schema.type, "object");
    assert.equal(schema.properties?.workers.minimum, 1);
    assert.equal(schema.properties?.workers.maximum, 64);
    assert.equal(schema.properties?.inputs.type, "array");
    const error = await page.evaluate(() => window.manyhands.schema("no-such").catch(({ kind }) => kind));
    assert.equal(error, "invalid-parameter");
  });

  const bad =
    /** @type {[what: string, lesson: string, params: unknown, parameter: string | undefined, message: RegExp][]} */ ([
      ["an unknown lesson", "no-such", {}, "lesson", /pool-square/],
      ["a lesson of benchmarks, which the page has not", "event-cost", {}, "lesson", /event-cost is unknown/],
      ["an unknown parameter", "pool-square", { wrokers: 2 }, "wrokers", /workers/],
      ["a wrong type", "pool-square", { workers: "two" }, "workers", /1.*64/],
      ["a value out of bounds", "pool-square", { workers: 1e9 }, "workers", /64/],
      ["a wrong item", "pool-square", { inputs: [1, "x"] }, "inputs", /x/],
      ["an impossible capacity", "actors", { mailbox_capacity: -1 }, "mailbox_capacity", /-1/],
      ["no object", "pool-square", [1, 2], undefined, /object/],
      ["null", "pool-square", null, undefined, /object/],
    ]);
  for (const [what, lesson, params, parameter, message] of bad) {
    once.it(`refuses ${what} and names it`, async () => {
      const error = await errorOf(page, lesson, params);
      assert.equal(error.isError, true);
      assert.equal(error.kind, "invalid-parameter");
      assert.equal(error.parameter, parameter);
      assert.match(error.message, message);
    });
  }

  once.it("refuses an unknown preset", async () => {
    const error = await errorOf(page, "pool-square", {}, { preset: "no-such" });
    assert.equal(error.kind, "invalid-parameter");
    assert.match(error.message, /no-such/);
  });

  it("refuses what is not JSON and names it", async () => {
    const answers = await page.evaluate(async () => {
      /** @type {{inside?: object}} */
      const circle = {};
      circle.inside = circle;
      const values = [circle, 10n, () => 1, Symbol("s"), [1, Number.NaN], [1, () => 1]];
      return Promise.all(
        values.map((inputs) =>
          window.manyhands.run("pool-square", { inputs }).then(
            () => "a record",
            ({ kind, parameter }) => ({ kind, parameter }),
          ),
        ),
      );
    });
    for (const answer of answers) assert.deepEqual(answer, { kind: "invalid-parameter", parameter: "inputs" });
    assert.equal(answers.length, 6);
  });

  it("tells each event while the run goes", async () => {
    const { events, record } = await page.evaluate(async () => {
      /** @type {(import("../../www/src/api/types").RunEvent & {late: boolean})[]} */
      const events = [];
      let isOver = false;
      const onEvent = (/** @type {import("../../www/src/api/types").RunEvent} */ event) =>
        void events.push({ ...event, late: isOver });
      const record = await window.manyhands.run("actors", { messages: 20 }, { onEvent });
      isOver = true;
      return { events, record };
    });
    const known = ["print", "progress", "run", "wait", "sleep", "send", "receive"];
    for (const { kind, t_us, worker, late } of events) {
      assert.ok(known.includes(kind), kind);
      assert.ok(t_us >= 0 && Number.isInteger(worker) && !late);
    }
    const printed = events.filter((event) => event.kind === "print");
    assert.ok(printed.length > 0);
    assert.deepEqual(printed.map(({ text }) => text).sort(), record.output.map(({ text }) => text).sort());
    assert.equal(events.filter(({ kind }) => kind === "send").length >= 20, true);
  });

  it("gives a long record whole", async () => {
    const { count, first, last, isOrdered } = await page.evaluate(async () => {
      const { output } = await window.manyhands.run("actors", { messages: 60_000, actors: 2 });
      const isOrdered = [1, 2].every((actor) => {
        const own = output.filter(({ text }) => text.startsWith(`actor ${actor}:`));
        const numbers = own.map(({ text }) => Number(text.match(/\d+$/)?.[0]));
        return numbers.length > 0 && numbers.every((number, index) => index === 0 || number > numbers[index - 1]);
      });
      return { count: output.length, first: output[0], last: output.at(-1), isOrdered };
    });
    assert.equal(count, 60_000);
    assert.deepEqual(
      [first, last].map((line) => Object.keys(line ?? {}).sort()),
      Array(2).fill(["t_us", "text", "worker"]),
    );
    assert.ok(isOrdered);
  });

  it("goes on when a listener throws", async () => {
    const values = await page.evaluate(async () => {
      const swallow = (/** @type {ErrorEvent} */ event) => event.preventDefault();
      addEventListener("error", swallow);
      const onEvent = () => {
        throw new Error("the listener's own trouble");
      };
      const record = await window.manyhands.run("pool-square", { inputs: [1, 2, 3] }, { onEvent });
      removeEventListener("error", swallow);
      return record.result.values;
    });
    assert.deepEqual(values, [1, 4, 9]);
    errors.length = 0;
  });

  it("runs one after another, in the order of the calls", async () => {
    const order = await page.evaluate(async () => {
      /** @type {string[]} */
      const order = [];
      const one = async (/** @type {string} */ name) => {
        const onEvent = () => void (order.at(-1) !== `during ${name}` && order.push(`during ${name}`));
        await window.manyhands.run("pool-square", { workers: 2 }, { onEvent });
        order.push(`after ${name}`);
      };
      await Promise.all([one("a"), one("b"), one("c")]);
      return order;
    });
    assert.deepEqual(order, ["during a", "after a", "during b", "after b", "during c", "after c"]);
  });

  it("stops the run that goes and all that wait, and runs again", async () => {
    const { kinds, values } = await page.evaluate(async () => {
      const forever = { points: 1e12, backend: "serial" };
      const kindOf = (/** @type {{kind: string}} */ { kind }) => kind;
      const { promise: isGoing, resolve: goes } = Promise.withResolvers();
      const first = window.manyhands.run("pi", forever, { onEvent: goes }).catch(kindOf);
      const second = window.manyhands.run("pi", forever).catch(kindOf);
      await Promise.race([isGoing, first]);
      window.manyhands.stop();
      const kinds = await Promise.all([first, second]);
      const record = await window.manyhands.run("pool-square", { inputs: [1, 2, 3] });
      return { kinds, values: record.result.values };
    });
    assert.deepEqual(kinds, ["cancelled", "cancelled"]);
    assert.deepEqual(values, [1, 4, 9]);
  });

  it("stops one run by its signal and leaves the others", async () => {
    const answers = await page.evaluate(async () => {
      const forever = { points: 1e12, backend: "serial" };
      const kindOf = (/** @type {{kind: string}} */ { kind }) => kind;
      const { run } = window.manyhands;
      const [going, waiting] = [new AbortController(), new AbortController()];
      const first = run("pi", forever, { signal: going.signal, onEvent: () => going.abort() }).catch(kindOf);
      const second = run("pi", forever, { signal: waiting.signal }).catch(kindOf);
      const third = run("pool-square", { inputs: [1, 2, 3] }).then((record) => record.result.values);
      waiting.abort();
      const before = run("pool-square", {}, { signal: AbortSignal.abort() }).catch(kindOf);
      return Promise.all([first, second, third, before]);
    });
    assert.deepEqual(answers, ["cancelled", "cancelled", [1, 4, 9], "cancelled"]);
  });

  for (const backend of ["serial", "threads", "webgpu"]) {
    it(`gives the same count of pi as all others: ${backend}`, async (t) => {
      const without = backend === "webgpu" && (await whyNoGpu(page));
      if (without) return t.skip(without);
      const record = await recordOf(page, "pi", { backend, points: 1_000_000 });
      assert.equal(record.result.backend, backend);
      assert.equal(record.result.inside, 784465);
    });
  }

  once.it("says what is missing where a back end is asked for that a browser lacks", async () => {
    const error = await errorOf(page, "pi", { backend: "cuda" });
    assert.equal(error.kind, "unsupported");
    assert.match(error.message, /cuda/i);
  });
});
