// The sequence diagram: who sent what to whom, and when it was taken. With the real engine where its messages are the
// same in each run, and with one that sends what the test wants where the order of events, or how many, is the matter.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { done } from "./lesson.mjs";
import { attributeOf, textOf, tooWide } from "./reading.mjs";
import { allGoDown, engineThatSends, lesson, noneTakenBeforeSent, receive, send, whoToWhom } from "./sequence-page.mjs";
import { openSites, siteForTests } from "./site.mjs";

const once = inOneBrowser("what it shows follows from the events, by the page's own code");

/** @template T @param {T[]} list */
const lastOf = (list) => list[list.length - 1];

describe("the sequence diagram of a run", () => {
  const site = siteForTests();

  once.it("shows ping and pong in turn, each taken after it was sent", async () => {
    const { run, openTable, rows, ways, picture, range, errors } = await lesson(
      site,
      "#actors?pattern=ping-pong&messages=5&workers=2",
    );
    await run();
    await openTable();
    const shown = await rows();
    assert.deepEqual(
      whoToWhom(shown),
      [0, 1, 2, 3, 4].flatMap((n) => [`actor 1 → actor 2: ${n}`, `actor 2 → actor 1: ${n}`]),
    );
    noneTakenBeforeSent(shown);
    const drawn = await ways();
    assert.equal(drawn.length, 10);
    allGoDown(drawn);
    // Nothing of one message happens while another is on its way: each begins below the end of the one before.
    for (let i = 1; i < drawn.length; i++) assert.ok(drawn[i][0][1] > lastOf(drawn[i - 1])[1], `arrow ${i}`);
    assert.equal(await textOf(range), "10 messages");
    assert.match(await attributeOf(picture, "aria-label"), /10 messages, between actor 1 and actor 2\./);
    assert.deepEqual(errors, []);
  });

  once.it("shows main sending to each actor in turn", async () => {
    const { run, openTable, rows, ways, picture } = await lesson(site, "#actors?actors=3&messages=6&workers=2");
    await run();
    await openTable();
    const shown = await rows();
    assert.deepEqual(
      whoToWhom(shown),
      [1, 2, 3, 1, 2, 3].map((actor, number) => `main → actor ${actor}: ${number}`),
    );
    noneTakenBeforeSent(shown);
    const drawn = await ways();
    allGoDown(drawn);
    const [main, ...ends] = [drawn[0][0][0], ...drawn.map((way) => lastOf(way)[0])];
    assert.ok(drawn.every(([[x]]) => x === main));
    assert.deepEqual(ends.slice(3), ends.slice(0, 3), "an actor has one lifeline");
    assert.ok(main < ends[0] && ends[0] < ends[1] && ends[1] < ends[2], "from left to right");
    assert.deepEqual(await picture.locator(".name").allTextContents(), ["main", "actor 1", "actor 2", "actor 3"]);
  });

  it("moves through many messages with buttons and with keys", async () => {
    const { run, openTable, rows, range, button, picture } = await lesson(site, "#actors?messages=300&workers=4");
    await run();
    await openTable();
    const numbers = async () => (await rows()).map(({ number }) => number);
    const from = (/** @type {number} */ first) => Array.from({ length: 20 }, (_, index) => first + index);
    assert.equal(await textOf(range), "1st to 20th of 300 messages");
    assert.deepEqual(await numbers(), from(0));
    assert.ok(await button("Earlier messages").isDisabled());
    await button("Later messages").click();
    assert.equal(await textOf(range), "21st to 40th of 300 messages");
    assert.deepEqual(await numbers(), from(20));
    await picture.press("ArrowRight");
    assert.deepEqual(await numbers(), from(40));
    await button("Earlier messages").click();
    assert.deepEqual(await numbers(), from(20));
    await picture.press("End");
    assert.equal(await textOf(range), "281st to 300th of 300 messages");
    assert.deepEqual(await numbers(), from(280));
    assert.ok(await button("Later messages").isDisabled());
    await picture.press("ArrowLeft");
    assert.deepEqual(await numbers(), from(260));
    await picture.press("Home");
    assert.deepEqual(await numbers(), from(0));
  });

  once.it("is not there for a lesson without messages", async () => {
    const { run, diagram } = await lesson(site, "#pool-square");
    assert.ok(await diagram.isHidden());
    await run();
    assert.ok(await diagram.isHidden());
  });
});

describe("the sequence diagram of any run", () => {
  /** @type {Awaited<ReturnType<typeof openSites>>} */
  let sites;
  before(async () => {
    sites = await openSites();
  });
  after(() => sites.close());

  /**
   * @param {string | object[][]} batches
   * @param {{metrics?: object, options?: import('./site.mjs').PageOptions}} [more]
   */
  async function pageThatSends(batches, { metrics, options } = {}) {
    const site = await sites.withEngine(engineThatSends(batches, metrics));
    // Not the defaults, of which a recorded run would be there already.
    const opened = await lesson(site, "#actors?messages=2", options);
    return {
      ...opened,
      next: () => opened.page.evaluate(() => new BroadcastChannel("engine").postMessage("go")),
    };
  }

  once.it("never has a message taken before it was sent, whatever the clocks say", async () => {
    const { run, openTable, rows, ways } = await pageThatSends([
      [
        // Worker 2's clock is behind, so its receipt comes first, and its answer before the question.
        receive(100, 2, 1, 2, 0),
        send(101, 2, 2, 1, 0),
        send(110, 1, 1, 2, 0),
        receive(120, 1, 2, 1, 0),
        // And here each of two lanes has the receipt before the sending that the other waits for.
        receive(130, 1, 4, 3, 0),
        receive(130, 2, 3, 4, 0),
        send(140, 1, 3, 4, 0),
        send(140, 2, 4, 3, 0),
      ],
    ]);
    await run();
    await openTable();
    const shown = await rows();
    assert.deepEqual(whoToWhom(shown.slice(0, 2)), ["actor 1 → actor 2: 0", "actor 2 → actor 1: 0"]);
    assert.deepEqual(
      shown.slice(0, 2).map(({ sent, taken }) => [sent, taken]),
      [
        ["0.110", "0.110"],
        ["0.110", "0.120"],
      ],
    );
    assert.equal(shown.length, 4);
    noneTakenBeforeSent(shown);
    allGoDown(await ways());
  });

  once.it("follows a run while it goes, a receipt in an earlier batch than its sending too", async () => {
    const { page, button, openTable, rows, ways, range, diagram, next } = await pageThatSends([
      [receive(40, 2, 1, 2, 7), send(50, 3, 3, 2, 8)],
      [send(45, 1, 1, 2, 7)],
      [receive(60, 2, 3, 2, 8)],
    ]);
    assert.ok(await diagram.isHidden());
    await button("Run").click();
    await range.waitFor();
    assert.equal(await textOf(range), "2 messages so far");
    await openTable();
    assert.deepEqual(
      (await rows()).map(({ number, sent, taken }) => [number, sent, taken]),
      [
        [7, "not recorded", "0.040"],
        [8, "0.050", "not yet taken"],
      ],
    );
    await next();
    await page.getByRole("cell", { name: "0.045" }).first().waitFor();
    await next();
    await done(page);
    const shown = await rows();
    assert.equal(await textOf(range), "2 messages");
    assert.deepEqual(
      shown.map(({ number, sent, taken, wait }) => [number, sent, taken, wait]),
      [
        [7, "0.045", "0.045", "0.000"],
        [8, "0.050", "0.060", "0.010"],
      ],
    );
    allGoDown(await ways());
  });

  once.it("shows an end that is not known as a ring, and says which", async () => {
    const events = [send(10, 1, 1, 2, 0), receive(20, 2, 1, 2, 0), send(30, 1, 1, 2, 1), receive(40, 2, 1, 2, 2)];
    const whole = await pageThatSends([events.slice(0, 3)]);
    await whole.run();
    await whole.openTable();
    assert.equal((await whole.rows())[1].taken, "not taken");
    assert.equal(await whole.picture.locator(".ring").count(), 1);
    assert.equal(await whole.picture.locator(".tip").count(), 1, "only what was taken has an arrowhead");

    const partly = await pageThatSends([events], { metrics: { events_left_out: 2 } });
    await partly.run();
    await partly.openTable();
    assert.deepEqual(
      (await partly.rows()).map(({ sent, taken, wait }) => [sent, taken, wait]),
      [
        ["0.010", "0.020", "0.010"],
        ["0.030", "receipt not recorded", "–"],
        ["not recorded", "0.040", "–"],
      ],
    );
    assert.equal(await partly.picture.locator(".ring").count(), 2);
    await partly.diagram.getByText("The engine left out 2 events of this run").waitFor();
  });

  it("keeps the first messages of very many, and says how many there were", async () => {
    const { run, range, diagram, picture, openTable, rows } = await pageThatSends(
      `[Array.from({ length: 14345 }, (_, i) => ["send", "receive"].map((kind, end) => (
        { kind, t_us: 2 * i + end, worker: 1 + end, from: 1, to: 2, message: i }))).flat()]`,
    );
    await run();
    assert.equal(await textOf(range), "1st to 20th of the first 2,000 messages");
    await diagram.getByText("12,345 more messages were not kept one by one.").waitFor();
    await picture.press("End");
    assert.equal(await textOf(range), "1,981st to 2,000th of the first 2,000 messages");
    await openTable();
    const last = lastOf(await rows());
    assert.deepEqual([last.number, last.sent, last.taken], [1999, "3.998", "3.999"]);
  });

  it("has columns for a thousand actors, a few at a time, on a phone too", async () => {
    const thousand = `[Array.from({ length: 1000 }, (_, i) => ["send", "receive"].map((kind, end) => (
      { kind, t_us: 2 * i + end, worker: end, from: 0, to: i + 1, message: i }))).flat()]`;
    const { page, run, range, picture, diagram, rows, openTable } = await pageThatSends(thousand, {
      options: { viewport: { width: 360, height: 740 } },
    });
    await run();
    await openTable();
    await diagram.getByText("These messages are between 8 of the 1,001 participants.").waitFor();
    const seen = [];
    for (const key of ["Home", "ArrowRight", "End"]) {
      await picture.press(key);
      const names = await picture.locator(".participant").count();
      assert.ok(names <= 8, `${names} columns`);
      assert.equal(await picture.locator(".message").count(), (await rows()).length);
      assert.ok((await tooWide(page)) <= 0);
      seen.push(await textOf(range));
    }
    assert.deepEqual(seen, [
      "1st to 7th of 1,000 messages",
      "8th to 14th of 1,000 messages",
      "995th to 1,000th of 1,000 messages",
    ]);
  });

  it("tells a message's times by pointer and by keyboard", async () => {
    const { run, picture, diagram } = await pageThatSends([
      [send(10, 0, 0, 1, 0), receive(25, 1, 0, 1, 0), send(1000, 0, 0, 2, 1), receive(3500, 1, 0, 2, 1)],
    ]);
    await run();
    const first = diagram.getByText(
      "Message 0 from main to actor 1: sent at 0.010 ms, taken at 0.025 ms, after 15 µs in the mailbox",
    );
    const second = diagram.getByText(
      "Message 1 from main to actor 2: sent at 1.000 ms, taken at 3.500 ms, after 2.5 ms in the mailbox",
    );
    await picture.press("ArrowDown");
    await first.waitFor();
    await picture.press("ArrowDown");
    await second.waitFor();
    await picture.press("ArrowUp");
    await first.waitFor();
    await picture.press("ArrowDown");
    await second.waitFor();
    await picture.press("Escape");
    await second.waitFor({ state: "detached" });
    await picture.locator(".message").first().hover();
    await first.waitFor();
  });

  it("lists its keys, and leaves them alone once they are switched off for all pictures", async () => {
    const { page, run, picture, diagram } = await pageThatSends([[send(10, 0, 0, 1, 0), receive(25, 1, 0, 1, 0)]]);
    await run();
    const told = diagram.locator(".told");
    await diagram.getByText("Keys", { exact: true }).click();
    await diagram.getByText("from one message to the next", { exact: true }).waitFor();
    const takesKeys = diagram.getByLabel("Pictures take these keys");
    await takesKeys.uncheck();
    await picture.press("ArrowDown");
    assert.match(await textOf(told), /Point at an arrow/);
    await page.getByText("Keys and gestures").click();
    const ofTimeline = page.locator("mh-timeline").getByLabel("Pictures take these keys");
    assert.equal(await ofTimeline.isChecked(), false);
    await ofTimeline.check();
    assert.equal(await takesKeys.isChecked(), true);
    await picture.press("ArrowDown");
    await told.getByText(/^\s*Message 0 from main to actor 1/).waitFor();
  });

  once.it("is empty again when the next run begins", { timeout: 60_000 }, async () => {
    const { page, diagram, range, button, next } = await pageThatSends([
      [send(10, 0, 0, 1, 0), receive(25, 1, 0, 1, 0)],
      [],
    ]);
    await button("Run").click();
    await range.waitFor();
    await next();
    await done(page);
    assert.ok(await diagram.isVisible());
    const changed = await diagram.evaluateHandle((sequence) => {
      const wasHidden = new Promise((resolve) =>
        new MutationObserver(() => resolve(sequence.clientHeight === 0)).observe(sequence, { attributes: true }),
      );
      return { wasHidden };
    });
    await button("Run").click();
    assert.equal(await changed.evaluate(({ wasHidden }) => wasHidden), true);
  });

  once.it("can be read in light and in dark", async () => {
    const events = [send(10, 1, 1, 2, 0), receive(20, 2, 1, 2, 0), send(30, 1, 1, 2, 1)];
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { run, picture } = await pageThatSends([events], { options: { colorScheme } });
      await run();
      const found = await picture.evaluate((svg) => {
        const paper = getComputedStyle(document.documentElement).backgroundColor;
        const contrast = (/** @type {string} */ colour) => window.inPage.contrast(colour, paper);
        const style = (/** @type {string} */ selector) => {
          const element = svg.querySelector(selector);
          if (!element) throw new Error(`no ${selector} in the picture`);
          return getComputedStyle(element);
        };
        return {
          texts: [".time", ".name", ".number"].map((one) => contrast(style(one).fill)),
          lines: [".message:not(.open) .way", ".open .way"].map((one) => contrast(style(one).stroke)),
          sizes: [".time", ".name", ".number"].map((one) => Number.parseFloat(style(one).fontSize)),
          dashes: [".message:not(.open) .way", ".open .way"].map((one) => style(one).strokeDasharray),
        };
      });
      for (const contrast of found.texts) assert.ok(contrast >= 4.5, `text, ${colorScheme}: ${contrast}`);
      for (const contrast of found.lines) assert.ok(contrast >= 3, `lines, ${colorScheme}: ${contrast}`);
      for (const size of found.sizes) assert.ok(size >= 12, `${size} px`);
      assert.notEqual(found.dashes[0], found.dashes[1], "by shape, not by colour alone");
    }
  });
});
