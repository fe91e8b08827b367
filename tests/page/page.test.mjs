// The main page with the real engine: a lesson's form, its run, and what came of it.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { done, lessonIds, openLesson, turnTo } from "./lesson.mjs";
import { attributeOf, hasFocus, saidOf, textOf } from "./reading.mjs";
import { addressOf, allowClipboard, newPage, siteForTests } from "./site.mjs";

const once = inOneBrowser("the form comes from the schema, and the engine answers what it says");

describe("the page of a lesson", () => {
  const site = siteForTests({ whole: true });

  /** With all parameters in sight.  @param {string} fragment */
  async function lesson(fragment) {
    const opened = await openLesson(site, fragment);
    await opened.unfold();
    return opened;
  }

  it("lists the lessons and shows the one that is chosen", async () => {
    const { page, button } = await lesson("");
    const list = page.getByRole("navigation", { name: "Lessons" });
    const ids = await lessonIds(page);
    const links = await list.getByRole("link").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    assert.deepEqual(
      links,
      ids.map((id) => `#${id}`),
    );

    await list.locator('a[href="#actors"]').click();
    await button("Run").waitFor();
    assert.equal(await list.locator("[aria-current=page]").getAttribute("href"), "#actors");
    assert.match(await addressOf(page), /#actors$/);
    // Not Playwright's goBack, which does not hear of a step within the page in every browser.
    await page.evaluate(() => history.back());
    await list.locator(`[aria-current=page][href="#${ids[0]}"]`).waitFor();
    assert.equal(await list.locator("[aria-current=page]").count(), 1);
  });

  it("has the lesson that is open in sight in a list that is longer than the window", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#race`, { viewport: { width: 1280, height: 400 } });
    const list = page.getByRole("navigation", { name: "Lessons" });
    const [first, last] = await lessonIds(page).then((ids) => [ids[0], ids.at(-1)]);
    for (const id of [last, first]) {
      await page.evaluate((id) => {
        location.hash = id ?? "";
      }, id);
      const link = list.locator(`[aria-current=page][href="#${id}"]`);
      await link.waitFor();
      const isSeen = (/** @type {Element} */ link) =>
        new Promise((resolve) => {
          new IntersectionObserver(([entry]) => resolve(entry?.intersectionRatio === 1)).observe(link);
        });
      assert.ok(await link.evaluate(isSeen), id);
    }
    await close();
  });

  once.it("makes a labelled field of each parameter, from the schema alone", async () => {
    const { page, close } = await lesson("");
    const lessons = await page.evaluate(async () => {
      const all = await window.manyhands.lessons();
      return Promise.all(all.map(async ({ id }) => ({ id, schema: await window.manyhands.schema(id) })));
    });
    for (const { id, schema } of lessons) {
      await turnTo(page, id);
      for (const [name, { title, description, minimum, maximum }] of Object.entries(schema.properties ?? {})) {
        const field = page.getByLabel(title ?? name, { exact: true });
        // Some are folded.
        await field.waitFor({ state: "attached" });
        if ((await field.getAttribute("type")) === "number") {
          const bounds = await field.evaluate((/** @type {HTMLInputElement} */ { min, max }) => [min, max]);
          assert.deepEqual(
            bounds,
            [minimum, maximum].map((bound) => bound?.toString() ?? ""),
            `${id} ${name}`,
          );
        }
        const text = await field.evaluate((input) => {
          const ids = input.getAttribute("aria-describedby")?.split(" ") ?? [];
          return ids.map((one) => window.inPage.textOf(input, one)).join(" ");
        });
        const plain = (description ?? "").replaceAll("`", "").slice(0, 20);
        assert.ok(plain && text.includes(plain), `${id} ${name} is described`);
      }
    }
    await close();
  });

  it("runs what the form says and shows output, timeline and result", async () => {
    const { page, run, field, result, errors } = await lesson("#pool-square");
    await field("Inputs").fill("2, 5, 7,");
    assert.equal(await field("Inputs").inputValue(), "2, 5, 7,", "what is being typed is left alone");
    await field("Workers").fill("3");
    await run();
    assert.equal(await textOf(result("values")), "4, 25, 49");
    const lanes = page.getByRole("table", { name: "What each worker did" }).locator("tbody th");
    await page.getByText("The timeline as a table").click();
    await lanes.first().waitFor();
    await page.getByText("All figures", { exact: true }).first().click();
    await page.getByText(/ms in all · 3 workers/).waitFor();
    assert.deepEqual(errors, []);
  });

  it("draws the timeline: the picture holds the colours of its states", async () => {
    const { page, run } = await lesson("#pool-rows");
    await run();
    const colours = await page.locator("canvas").evaluate((/** @type {HTMLCanvasElement} */ canvas) => {
      const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      );
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) seen.add(data.slice(i, i + 3).join());
      return [...seen];
    });
    const running = await page.locator("svg .run").evaluate((swatch) => getComputedStyle(swatch).fill);
    assert.ok(colours.includes(running.match(/\d+/g)?.join() ?? ""), `${running} is in the picture`);
  });

  it("zooms and moves the timeline with buttons and with keys", { timeout: 60_000 }, async () => {
    const { page, button, run } = await lesson("#processors?probe_ms=50");
    await run();
    const picture = page.locator("canvas");
    const pixels = () => picture.evaluate((/** @type {HTMLCanvasElement} */ canvas) => canvas.toDataURL());
    const whole = await pixels();
    const changesFrom = async (/** @type {string} */ before) => {
      while ((await pixels()) === before) await page.evaluate(() => new Promise(requestAnimationFrame));
      return pixels();
    };
    await button("Zoom in").click();
    const zoomed = await changesFrom(whole);
    await picture.press("Shift+ArrowRight");
    await changesFrom(zoomed);
    // Back to where it was: at the run's beginning or, where the start took long, behind that.
    await picture.press("0");
    while ((await pixels()) !== whole) await page.evaluate(() => new Promise(requestAnimationFrame));
  });

  it("prints into a log, of which only the last lines stand in the page", async () => {
    const { page, run } = await lesson("#actors?messages=1000&pattern=print");
    await run();
    const log = page.getByRole("log");
    const heading = page.getByRole("heading", { name: /^Output/ });
    await heading.getByText(/lines/).waitFor();
    const [count] = (await textOf(heading)).match(/[\d,]+/) ?? [""];
    assert.ok(Number(count.replace(",", "")) >= 1000, count);
    await page.waitForFunction(() => window.inPage.find("[role=log]")?.childElementCount === 300);
    assert.equal(await log.evaluate((element) => element.scrollTop), 0, "it opens with the first of them");
  });

  it("says at the field what is wrong while it is typed, begins no run of it, and takes it back", async () => {
    const { page, button, field } = await lesson("#pool-square");
    const workers = field("Workers");
    await workers.fill("1000000000");
    await page.locator("mh-form input[aria-invalid=true]").waitFor();
    assert.equal(await saidOf(workers, "workers-message"), "Workers must be a whole number from 1 to 64.");
    await button("Run").focus();
    await button("Run").click();
    await page.waitForFunction(() => window.inPage.focused().id === "workers");
    assert.ok(await hasFocus(workers), "it has the focus");
    assert.equal(await page.getByText(/^Ended with/).count(), 0, "no run has begun");
    await workers.fill("4");
    assert.equal(await workers.getAttribute("aria-invalid"), "false");
    assert.equal(await saidOf(workers, "workers-message"), "");
    await button("Run").click();
    await done(page);
  });

  it("groups the digits of what is large, in the form and where it says what is allowed", async () => {
    const { page, field } = await lesson("#pool-rows?rows=1234567&low=-1234567&seed=word");
    await page.getByText("1,234,567", { exact: true }).waitFor();
    await page.getByText("-1,234,567", { exact: true }).waitFor();
    const { properties } = await page.evaluate(() => window.manyhands.schema("pool-rows"));
    const { minimum, maximum } = properties?.seed ?? {};
    const [from, to] = [minimum, maximum].map((bound) => bound?.toLocaleString("en"));
    await page.getByRole("alert").getByText(`from ${from} to ${to}, not “word”.`).waitFor();
    assert.notEqual(await field("Seed").inputValue(), "word");
  });

  once.it("says what a list may hold where it holds something else", async () => {
    const { page, field } = await lesson("#pool-square");
    await field("Inputs").fill("1, two, 3");
    await page.locator("mh-form input[aria-invalid=true]").waitFor();
    assert.match(
      (await saidOf(field("Inputs"), "inputs-message")) ?? "",
      /^Inputs must be a list, each a whole number/,
    );
  });

  once.it("takes the default of a field that is left empty", async () => {
    const { field, run, result } = await lesson("#pool-square?workers=2");
    await field("Workers").fill("");
    assert.equal(await field("Workers").inputValue(), "");
    assert.equal(await field("Workers").getAttribute("placeholder"), "5");
    await run();
    assert.equal((await textOf(result("by_worker"))).split(",").length, 5);
  });

  once.it("fills the form from a preset, and runs it", async () => {
    const { page, button, field, run } = await lesson("#pool-square");
    const [preset] = await page.evaluate(async () => {
      const lessons = await window.manyhands.lessons();
      return lessons.find(({ id }) => id === "pool-square")?.presets ?? [];
    });
    await field("Inputs").fill("9");
    await button(preset.title).click();
    assert.equal(await button(preset.title).getAttribute("aria-pressed"), "true");
    assert.equal(new URLSearchParams((await addressOf(page)).split("?")[1]).get("preset"), preset.name);
    await run();
    await button("Defaults").click();
    assert.equal(await field("Inputs").inputValue(), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12");
    assert.match(await addressOf(page), /#pool-square$/);
  });

  it("runs with Enter, stops with Stop, and the next run works", async () => {
    const { page, field, button, run, result } = await lesson("#pi?points=1000000000000&backend=serial");
    await field("Points").press("Enter");
    await page.getByRole("progressbar").waitFor();
    assert.equal(await button("Run").getAttribute("aria-disabled"), "true");
    await button("Stop").click();
    await page.getByText(/^Stopped after/).waitFor({ timeout: 3000 });
    await field("Points").fill("1000000");
    await run();
    assert.equal(await textOf(result("inside")), "784,465");
  });

  once.it("says what a failed run died of, and the next one works", async () => {
    const { page, field, run } = await lesson("#pi?backend=cuda&points=1000");
    await run();
    assert.match(await textOf(page.getByRole("alert")), /cuda/i);
    await field("Back end").selectOption("serial");
    await run();
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("shows the program, the documentation and a link", async () => {
    const { page } = await lesson("#pool-square?workers=7&inputs=[4,5]");
    assert.match(await textOf(page.getByRole("tabpanel", { name: "Python" })), /Pool/);
    await page.getByRole("tab", { name: "Rust" }).click();
    const rust = page.getByRole("tabpanel", { name: "Rust" });
    await rust.filter({ hasText: /fn run|struct|impl/ }).waitFor();
    assert.match(
      await attributeOf(page.getByRole("link", { name: /./ }).last(), "href"),
      /^https:\/\/docs\.python\.org\//,
    );

    // To write it takes no permission, since a person has pressed the button.
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("Copied.").waitFor();
    await allowClipboard(page);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await newPage(site.browser, link);
    assert.equal(await other.page.getByLabel("Inputs", { exact: true }).inputValue(), "4, 5");
    assert.equal(await other.page.getByLabel("Workers", { exact: true }).inputValue(), "7");
  });
});
