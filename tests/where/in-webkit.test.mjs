// What a reader does in WebKitGTK: with shared memory, and without it, as it comes.

import assert from "node:assert/strict";
import { contexts, inContext } from "./contexts.mjs";
import { inEngine } from "./held.mjs";
import { glance } from "./seen.mjs";

const [tab, , isolatedFrame, bareTab, bareFrame] = contexts;

/** The first cell of a row of the result, once there is one. Runs in the page.  @param {string} row */
function resultOf(row) {
  const lesson = document.querySelector("mh-site, mh-embed")?.shadowRoot?.querySelector("mh-lesson");
  const result = lesson?.shadowRoot?.querySelector("mh-result")?.shadowRoot;
  const found = [...(result?.querySelectorAll("tr") ?? [])].find(({ cells }) => cells[0].textContent.trim() === row);
  return found?.cells[1].textContent.trim();
}

/** Whether the lesson's status begins so. Runs in the page.  @param {string} words */
function statusIs(words) {
  const lesson = document.querySelector("mh-site, mh-embed")?.shadowRoot?.querySelector("mh-lesson");
  return lesson?.shadowRoot?.querySelector("[role=status]")?.textContent.trim().startsWith(words);
}

inEngine("WebKitGTK with shared memory", "a lesson in WebKitGTK with shared memory", (test) => {
  test("runs on threads, and shows what came of it", (browser) =>
    inContext(browser, tab, async ({ place, addressOf }) => {
      await place.show(addressOf("race", "threads=4&pause=0&increments=1000&guard=lock"));
      await place.until(glance, { title: "Threads share memory", ended: false });
      await place.press("Run");
      const { status, memory } = await place.until(glance, { title: "Threads share memory", ended: true });
      assert.match(status, /^Done in/);
      assert.equal(memory, "shared-memory");
      assert.equal(await place.until(resultOf, "lost"), "0");
    }));

  test("stops when it is told to, and runs again", (browser) =>
    inContext(browser, tab, async ({ place, addressOf }) => {
      await place.show(addressOf("semaphore", "rounds=10000"));
      await place.until(glance, { title: "So many at a time", ended: false });
      await place.press("Run");
      await place.until(statusIs, "Runs");
      await place.press("Stop");
      await place.until(statusIs, "Stopped after");
      await place.show(addressOf("pool-square", "inputs=[7]"));
      await place.until(glance, { title: "A pool of workers", ended: false });
      await place.press("Run");
      await place.until(statusIs, "Done in");
      assert.equal(await place.until(resultOf, "values"), "49");
    }));

  test("runs on threads in a frame of an isolated page", (browser) =>
    inContext(browser, isolatedFrame, async ({ place, addressOf }) => {
      await place.show(addressOf("queue", "items=100"));
      await place.until(glance, { title: "A queue between threads", ended: false });
      await place.press("Run");
      const { status, memory } = await place.until(glance, { title: "A queue between threads", ended: true });
      assert.match(status, /^Done in/);
      assert.equal(memory, "shared-memory");
    }));

  test("is isolated by the service worker on a host without headers, and keeps its address", (browser) =>
    inContext(browser, bareTab, async ({ place, addressOf }) => {
      await place.show(addressOf("race", "threads=3&guard=atomic"));
      await place.until(glance, { title: "Threads share memory", ended: false });
      assert.ok(
        await place.until(() => crossOriginIsolated && location.hash === "#race?threads=3&guard=atomic", undefined),
      );
    }));
});

inEngine("WebKitGTK", "a lesson in WebKitGTK", (test) => {
  test("runs in processes, run after run", (browser) =>
    inContext(browser, tab, async ({ place, addressOf }) => {
      await place.show(addressOf("pool-square", "inputs=[7]"));
      await place.until(glance, { title: "A pool of workers", ended: false });
      await place.press("Run");
      await place.until(statusIs, "Done in");
      assert.equal(await place.until(resultOf, "values"), "49");
      // It loses a worker's script now and then when several are asked for at once; the engine asks again.
      const values = await place.ask(async () => {
        const all = [];
        for (let run = 0; run < 40; run++)
          all.push((await window.manyhands.run("pool-square", { inputs: [1, 2, 3], task_ms: 0 })).result.values.join());
        return all;
      });
      assert.deepEqual(new Set(values), new Set(["1,4,9"]));
    }));

  test("explains why a lesson that needs shared memory cannot run, though the page is isolated", (browser) =>
    inContext(browser, tab, async ({ place, addressOf }) => {
      await place.show(addressOf("race"));
      const { canRun, note } = await place.until(glance, { title: "Threads share memory", ended: false });
      assert.equal(canRun, false);
      assert.match(note, /this browser offers no SharedArrayBuffer\. .*so it cannot run here/);
      assert.doesNotMatch(note, /in a tab of its own/, "where it would be the same");
    }));

  test("runs in processes in a frame, on a host without headers", (browser) =>
    inContext(browser, bareFrame, async ({ place, addressOf }) => {
      await place.show(addressOf("actors", "pattern=ring&messages=20"));
      await place.until(glance, { title: "Actors", ended: false });
      await place.press("Run");
      const { status, memory } = await place.until(glance, { title: "Actors", ended: true });
      assert.match(status, /^Done in/);
      assert.equal(memory, "isolated");
    }));
});
