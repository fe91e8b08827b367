// Programs of processes stopped at any moment: each ends, leaves no worker behind, and the next program runs.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { browserName, sample } from "./browsers.mjs";
import { newPage, siteForTests, whyNoPython } from "./site.mjs";

/** What a stop has to end: processes that compute, print, wait for each other, start others, and are started. */
const PROGRAMS = [
  `
from multiprocessing import Pool

def work(n):
    return sum(range(n))

if __name__ == "__main__":
    with Pool(3) as pool:
        while True:
            print(sum(pool.map(work, [20_000] * 12)))
`,
  `
from multiprocessing import Lock, Process, Queue

def put(queue):
    while True:
        queue.put(b"x" * 1000)

def busy():
    while True:
        pass

def hold(lock):
    with lock:
        Queue().get()

if __name__ == "__main__":
    queue, lock = Queue(), Lock()
    for target, args in [(put, [queue]), (busy, []), (hold, [lock]), (hold, [lock])]:
        Process(target=target, args=args).start()
    while True:
        print(len(queue.get()))
`,
  `
import os, subprocess, sys
from multiprocessing import Process

def start(depth):
    if depth:
        child = Process(target=start, args=(depth - 1,))
        child.start()
        child.join()
    subprocess.run([sys.executable, "-c", "while True: print('x' * 100)"])

if __name__ == "__main__":
    with open("shared.txt", "w") as file:
        file.write("shared")
    start(2)
`,
];

const [runs] = sample([200], [6]);

describe("a program of processes that is stopped", { skip: whyNoPython, timeout: 40 * 60_000 }, () => {
  const site = siteForTests({ python: true });
  /** @type {Awaited<ReturnType<typeof newPage>>} */
  let opened;

  before(async () => {
    opened = await newPage(site.browser, `${site.url}#python`);
    await opened.page.waitForFunction(() => window.manyhands !== undefined);
    // The interpreter is there before the first is timed.
    await opened.page.evaluate(() => window.manyhands.run("python", { program: "print(1)" }));
  });
  after(() => opened.close());

  /** How many workers the browser has, those of workers among them; undefined where it does not say. */
  async function workers() {
    if (browserName !== "chromium") return undefined;
    const session = await site.browser.newBrowserCDPSession();
    const { targetInfos } = await session.send("Target.getTargets");
    await session.detach();
    return targetInfos.filter(({ type }) => type === "worker").length;
  }

  it("ends, at whatever moment, and the next one runs with processes of its own", async () => {
    const { page, errors } = opened;
    const atFirst = await workers();
    // The same moments each time: a generator of random numbers by Park and Miller.
    let seed = 20_161;
    for (let run = 0; run < runs; run++) {
      seed = (seed * 16_807) % 2_147_483_647;
      const interpreter = run % 2 ? "free-threaded" : "gil";
      const asked = { program: PROGRAMS[run % PROGRAMS.length] ?? "", interpreter, ms: seed % 2000 };
      const came = await page.evaluate(async ({ program, interpreter, ms }) => {
        const stop = new AbortController();
        const running = window.manyhands.run("python", { program, interpreter }, { signal: stop.signal }).then(
          () => "ended",
          (error) => error.kind,
        );
        await new Promise((resolve) => setTimeout(resolve, ms));
        stop.abort();
        const how = await running;
        const next = await window.manyhands.run("python", {
          program: [
            "from multiprocessing import Process",
            "if __name__ == '__main__':",
            "    process = Process(target=print, args=('alive',))",
            "    process.start()",
            "    process.join()",
            "    print(process.exitcode)",
          ].join("\n"),
        });
        return [how, ...next.output.map(({ text }) => text)];
      }, asked);
      assert.deepEqual(came, ["cancelled", "alive", "0"], `run ${run}, stopped after ${asked.ms} ms`);
    }
    assert.deepEqual(errors, []);
    if (atFirst === undefined) return;
    // A worker that is ended goes on for some seconds in Chromium; then those of the engine alone are left.
    const deadline = Date.now() + 60_000;
    let left = await workers();
    while (left !== undefined && left > atFirst && Date.now() < deadline) {
      await page.waitForTimeout(200);
      left = await workers();
    }
    assert.ok(left !== undefined && left <= atFirst, `${left} workers, ${atFirst} at first`);
  });
});
