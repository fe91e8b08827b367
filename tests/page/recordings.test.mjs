// The recorded runs: that they are of the lessons as they are now, and what the page does with them.

import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { describe, it } from "node:test";
import { mostBytes, readRecording, recordingFile, recordingsFolder } from "../../.dev/record/file.mjs";
import { objection } from "../../.dev/record/points.mjs";
import { inOneBrowser } from "./browsers.mjs";
import { done, openLesson, recordedIds, turnTo } from "./lesson.mjs";
import { newPage, saved, siteForTests } from "./site.mjs";

const once = inOneBrowser("the files are the same, and the engine says what the defaults are");

/** What the page says of a recorded run. */
const said = /A run recorded earlier in Chromium \d+ on \d+ processors?\./;

/** A lesson that is over at once. */
const quick = "generators";

describe("the recorded runs", () => {
  const site = siteForTests();

  const recording = (/** @type {import('playwright-core').Page} */ page) => page.getByText(said);

  /** The drawing of the timeline. @param {import('playwright-core').Page} page */
  const timeline = (page) => page.getByRole("application", { name: /^Timeline:/ });

  /** Lets all that would fetch a recording do so.  @param {import('playwright-core').Page} page */
  const rest = (page) => page.waitForLoadState("networkidle");

  once.it("are of each lesson's defaults and program as they are now", async () => {
    const { page, close } = await newPage(site.browser, site.url);
    await page.waitForFunction(() => "manyhands" in window);
    const ids = await recordedIds(page);
    assert.deepEqual(readdirSync(recordingsFolder).sort(), ids.map((id) => `${id}.run`).sort());
    for (const id of ids) {
      const mend = `${id} has changed: npm run record -- ${id}`;
      const { lesson, params, listing, events, record } = readRecording(id);
      assert.equal(lesson, id);
      assert.equal(record.lesson, id);
      assert.deepEqual(record.params, params);
      /** @type {Record<string, {default?: unknown, "x-default"?: string}>} */
      const properties = await page.evaluate(
        async (id) => /** @type {any} */ ((await window.manyhands.schema(id)).properties),
        id,
      );
      assert.deepEqual(Object.keys(params).sort(), Object.keys(properties).sort(), mend);
      for (const [name, schema] of Object.entries(properties)) {
        // What only the machine knows is as it was where the run was recorded.
        if (!schema["x-default"]) assert.deepEqual(params[name], schema.default ?? null, mend);
      }
      const { source } = await page.evaluate((id) => window.manyhands.listing(id), id);
      assert.equal(listing, source, mend);
      assert.equal(objection(record, events), undefined, id);
      assert.ok(statSync(recordingFile(id)).size <= mostBytes, id);
    }
    await close();
  });

  once.it("are drawn when their lesson is opened, each of them", async () => {
    const { page, errors, close } = await openLesson(site, "");
    /** @type {string[]} */
    const ofTheEngine = [];
    page.on("request", (request) => {
      if (request.url().includes("/engine/")) ofTheEngine.push(request.url());
    });
    for (const id of await recordedIds(page)) {
      await turnTo(page, id);
      await recording(page).waitFor();
      await timeline(page).waitFor();
      // The pictures that a lesson names are loaded, and have something to show.
      await page.waitForFunction(() => {
        const shown = window.inPage.elements().filter((one) => one.matches("mh-pictures"));
        const pictures = shown.flatMap((one) =>
          [...(one.shadowRoot?.children ?? [])].filter((one) => !one.matches("style")),
        );
        const lesson = /** @type {HTMLElementTagNameMap["mh-lesson"]} */ (window.inPage.find("mh-lesson")).lesson;
        return pictures.length === lesson.pictures.length && pictures.every((one) => !one.hasAttribute("empty"));
      });
    }
    // It comes with a reader's own run, or where something that takes it comes into view.
    assert.deepEqual(ofTheEngine, []);
    await page.locator("mh-darts").scrollIntoViewIfNeeded();
    await page.getByText(/^Of the first 2,000 of .* points, .* are inside/).waitFor();
    assert.notDeepEqual(ofTheEngine, []);
    assert.deepEqual(errors, []);
    await close();
  });

  once.it("have a timeline that is drawn where it is seen, and on paper", async () => {
    const { page, errors, close } = await openLesson(site, "#gil", { viewport: { width: 412, height: 700 } });
    await recording(page).waitFor();
    const canvas = timeline(page);
    await canvas.waitFor();
    await rest(page);
    const empty = () => canvas.evaluate((/** @type {HTMLCanvasElement} */ one) => one.getContext("2d")?.reset());
    const isBlank = () =>
      canvas.evaluate((/** @type {HTMLCanvasElement} */ one) => {
        const data = one.getContext("2d")?.getImageData(0, 0, one.width, one.height).data;
        return data?.every((part) => part === 0);
      });
    // It may have been in view, before the picture above it came.
    await empty();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    });
    assert.equal(await isBlank(), true, "other colours are no reason to draw what nobody sees");
    await canvas.scrollIntoViewIfNeeded();
    while (await isBlank()) await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.evaluate(() => scrollTo(0, 0));
    await empty();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await isBlank(), false);
    assert.deepEqual(errors, []);
    await close();
  });

  it("give way to the reader's own run", async () => {
    const { page, run, errors, close } = await openLesson(site, `#${quick}`);
    await recording(page).waitFor();
    assert.equal(await page.getByText(/^Done in/).count(), 0, "nobody has run it here");
    await run();
    assert.equal(await recording(page).count(), 0);
    await timeline(page).waitFor();
    assert.deepEqual(errors, []);
    await close();
  });

  it("are not shown for other parameters, and are marked when these change", async () => {
    const { page, field, close } = await openLesson(site, "#pool-square?workers=3");
    await rest(page);
    assert.equal(await recording(page).count(), 0);
    await turnTo(page, "race");
    await recording(page).waitFor();
    const stale = page.getByText("Parameters changed: run again.").first();
    assert.equal(await stale.count(), 0);
    const threads = await field("Threads").inputValue();
    await field("Threads").fill("3");
    await stale.waitFor();
    await field("Threads").fill(threads);
    await stale.waitFor({ state: "detached" });
    await close();
  });

  it("are shown where a host has unpacked them on their way", async () => {
    const { page, close } = await openLesson(site, `#${quick}`, {
      before: (page) =>
        page.route("**/recordings/*.run", (route) => route.fulfill({ body: JSON.stringify(readRecording(quick)) })),
    });
    await recording(page).waitFor();
    await close();
  });

  it("may be missing or damaged: the lesson is there all the same", async () => {
    const { lesson, ...nameless } = readRecording(quick);
    /** @type {Parameters<import('playwright-core').Route["fulfill"]>[0][]} */
    const answers = [
      { status: 404, body: "Not found" },
      { body: "<!doctype html><title>Start page</title>" },
      { body: Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]) },
      { body: "" },
      { body: JSON.stringify(nameless) },
      { body: JSON.stringify({ lesson, record: { lesson } }) },
    ];
    for (const answer of answers) {
      const { page, run, errors, close } = await openLesson(site, `#${quick}`, {
        before: (page) => page.route("**/recordings/*.run", (route) => route.fulfill(answer)),
      });
      await rest(page);
      assert.equal(await recording(page).count(), 0);
      await run();
      assert.equal(await page.getByText(/^Done in/).count(), 1);
      assert.deepEqual(errors, []);
      await close();
    }
  });

  once.it("are not fetched by a reader who saves data", async () => {
    /** @type {string[]} */
    const asked = [];
    const { page, close } = await openLesson(site, `#${quick}`, {
      before: async (page) => {
        page.on("request", (request) => asked.push(request.url()));
        await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
      },
    });
    await rest(page);
    assert.deepEqual(
      asked.filter((url) => url.includes("/recordings/")),
      [],
    );
    assert.equal(await recording(page).count(), 0);
    await close();
  });
});

describe("a reader who comes back to a lesson", () => {
  const site = siteForTests();

  /** @param {import('playwright-core').Page} page @param {string} id */
  async function followLink(page, id) {
    await page.evaluate((id) => {
      location.hash = `#${id}`;
    }, id);
    await page.waitForFunction(
      (id) => document.querySelector("mh-site")?.shadowRoot?.querySelector("mh-lesson")?.lesson.id === id,
      id,
    );
  }

  it("finds the parameters and the run, with its pictures, output and files", async () => {
    const { page, field, run, errors, close } = await openLesson(site, "#background-zip?lines=2000");
    await run();
    const lines = await page.getByRole("log").textContent();
    await followLink(page, quick);
    await page.getByText(said).waitFor();
    await followLink(page, "background-zip");
    await done(page);
    assert.equal(await field("Lines").inputValue(), "2000");
    assert.match(page.url(), /lines=2000$/);
    await page.getByRole("application", { name: /^Timeline:/ }).waitFor();
    await page.waitForFunction((lines) => window.inPage.find("[role=log]")?.textContent === lines, lines);
    const { name } = await saved(page, () => page.getByRole("button", { name: /mydata/ }).click());
    assert.match(name, /\.zip$/);
    assert.deepEqual(errors, []);
    await close();
  });

  it("is told that parameters have changed since, where they have", async () => {
    const { page, field, run, close } = await openLesson(site, "#pool-square?workers=2");
    await run();
    await field("Workers").fill("4");
    await followLink(page, quick);
    await followLink(page, "pool-square");
    assert.equal(await field("Workers").inputValue(), "4");
    await page.getByText("Parameters changed: run again.").first().waitFor();
    await close();
  });

  it("gets what an address asks for, not what was left", async () => {
    const { page, field, run, close } = await openLesson(site, "#pool-square?workers=2");
    await run();
    await followLink(page, quick);
    await turnTo(page, "pool-square", { workers: 6 });
    assert.equal(await field("Workers").inputValue(), "6");
    await page.waitForLoadState("networkidle");
    assert.equal(await page.getByText(/^Done in/).count(), 0);
    await close();
  });

  it("finds the run before, where the last one was stopped by leaving", async () => {
    const { page, button, field, run, close } = await openLesson(site, "#pi?points=1000000&backend=serial");
    await run();
    await field("Points").fill("1000000000000");
    await button("Run").click();
    await page.getByRole("progressbar").waitFor();
    await followLink(page, quick);
    await followLink(page, "pi");
    await page.getByText("Parameters changed: run again.").first().waitFor();
    assert.equal(await field("Points").inputValue(), "1000000000000");
    await page.getByRole("application", { name: /^Timeline:/ }).waitFor();
    await close();
  });
});
