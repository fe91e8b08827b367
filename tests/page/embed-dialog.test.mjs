// The dialogue that gives the lines to embed a lesson: pasted into someone else's page, they show the lesson as it was set.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { done, resultOf, runButton } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { allowClipboard, clickIn, coursePage, newPage, siteForTests } from "./site.mjs";

describe("the lines to embed a lesson", () => {
  const site = siteForTests({ whole: true });

  /**
   * The lines as the dialogue of this lesson gives them.
   * @param {string} address
   */
  async function linesOf(address) {
    const { page, errors, close } = await newPage(site.browser, site.url + address);
    await page.getByRole("button", { name: "Embed…" }).click();
    const dialog = page.getByRole("dialog", { name: "Put this lesson into another page" });
    const frame = await dialog.getByRole("textbox", { name: "As a frame" }).inputValue();
    const element = await dialog.getByRole("textbox", { name: "As an element" }).inputValue();
    // To write it takes no permission, since a person has pressed the button.
    await dialog.getByRole("button", { name: "Copy HTML" }).last().click();
    await dialog.getByText("Copied.").waitFor();
    await allowClipboard(page);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), element);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(errors, []);
    await close();
    return { frame, element };
  }

  /** @param {string} lines @param {string} inside where the frame is @param {(frame: import('playwright-core').FrameLocator) => Promise<void>} use */
  async function pasted(lines, inside, use) {
    const course = await coursePage(lines);
    const { page, errors, close } = await newPage(site.browser, course.url);
    try {
      await use(page.frameLocator(inside));
      assert.deepEqual(errors, []);
    } finally {
      await close();
      course.close();
    }
  }

  it("say what a frame should, and no more than was set", async () => {
    const { frame, element } = await linesOf("#pool-square?workers=3");
    assert.match(frame, /^<iframe src="[^"]+embed\.html\?lesson=pool-square&amp;workers=3" /);
    assert.match(
      frame,
      / title="Lesson: [^"]+" width="100%" height="\d+" loading="lazy" allow="cross-origin-isolated;/,
    );
    assert.match(element, /<many-hands lesson="pool-square" workers="3"><\/many-hands>$/);
  });

  it("work when pasted into a page of another site", async () => {
    const { frame, element } = await linesOf("#pool-square?workers=3&inputs=[4,5]&method=imap");
    for (const [lines, inside] of [
      [frame, "iframe"],
      [element, "many-hands iframe"],
    ]) {
      await pasted(lines, inside, async (lesson) => {
        assert.equal(await lesson.getByLabel("Workers", { exact: true }).inputValue(), "3");
        await clickIn(runButton(lesson));
        await done(lesson);
        assert.equal(await textOf(resultOf(lesson, "values")), "16, 25");
      });
    }
  });

  it("carry an edited shader whole, with all that markup could make of it", async () => {
    const shader = `// "quoted" & <b>bold</b> 'single' ½ ☃\n${"fn f() -> u32 { return 1u; } // again\n".repeat(80)}`;
    const { frame, element } = await linesOf(`#pi?shader=${encodeURIComponent(shader)}`);
    assert.match(frame, /embed\.html\?lesson=pi&amp;z1=/);
    assert.ok(frame.length < 1000, `${frame.length} characters`);
    for (const [lines, inside] of [
      [frame, "iframe"],
      [element, "many-hands iframe"],
    ]) {
      await pasted(lines, inside, async (lesson) => {
        await runButton(lesson).waitFor();
        assert.equal(await lesson.getByRole("alert").count(), 0);
        assert.equal(await shaderIn(lesson), shader);
      });
    }
  });
});

/** The shader that the lesson's form holds.  @param {import('playwright-core').FrameLocator} lesson */
const shaderIn = (lesson) =>
  lesson
    .locator("mh-form")
    .evaluate((/** @type {HTMLElementTagNameMap["mh-form"]} */ { setting }) => setting.params.shader);
