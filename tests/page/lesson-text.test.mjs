// What a lesson's page says before and after a run: the question, the ideas, the program, the way to the next lesson.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { lessonIds, OWN_PROGRAMS, openLesson, turnTo } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { siteForTests } from "./site.mjs";

const once = inOneBrowser("the texts come from the catalogue, the answers from the record");

describe("the text of a lesson", () => {
  const site = siteForTests();

  /** @param {string} path @param {import('./site.mjs').PageOptions} [options] */
  async function lesson(path, options = {}) {
    const opened = await openLesson(site, path, options);
    const { page } = opened;
    return {
      ...opened,
      question: page.getByRole("group", { name: /Predict, then run/ }),
      answer: (/** @type {string} */ name) => page.getByRole("radio", { name, exact: true }),
      verdict: page.locator("mh-finding [role=status]").first(),
    };
  }

  /** Where the last of three tasks is not the longest. */
  const priority = '#generators?tasks=[{"name":"A","steps":1},{"name":"B","steps":3,"priority":1}]&schedule=priority';

  once.it("asks one question, with two to four answers", async () => {
    const { page, question, close } = await lesson("");
    for (const id of await lessonIds(page)) {
      // What a reader's own program does, nobody can ask beforehand.
      if (OWN_PROGRAMS.has(id)) continue;
      await turnTo(page, id);
      await question.waitFor();
      assert.equal(await question.count(), 1, id);
      const answers = await question.getByRole("radio").count();
      assert.ok(answers >= 2 && answers <= 4, `${id}: ${answers}`);
    }
    await close();
  });

  once.it("says after the run what was predicted and what the run answered", async () => {
    const { answer, verdict, run, errors, close } = await lesson("#generators");
    await answer("The one with the most steps").check();
    assert.equal((await textOf(verdict)).trim(), "", "nothing is said before a run");
    await run();
    await verdict.getByText("Right this time.").waitFor();
    assert.match(await textOf(verdict), /Your prediction:\s*“The one with the most steps”/);

    await answer("Another one").check();
    assert.match(await textOf(verdict), /prediction:\s*“The one/, "to change it afterwards is no prediction");
    await run();
    await verdict.getByText("Not this time.").waitFor();
    assert.match(
      await textOf(verdict),
      /Your prediction:\s*“Another one”.*This run’s answer:\s*“The one with the most/s,
    );
    assert.deepEqual(errors, []);
    await close();
  });

  once.it("answers by what this run measured, also for who only presses Run", async () => {
    const { verdict, run, close } = await lesson(priority);
    await run();
    const said = await textOf(verdict);
    assert.match(said, /This run’s answer:\s*“Another one”/);
    assert.doesNotMatch(said, /prediction|this time/);
    await close();
  });

  once.it("says so where the parameters leave the question open", async () => {
    const { answer, verdict, run, close } = await lesson(
      '#generators?tasks=[{"name":"A","steps":2},{"name":"B","steps":2}]',
    );
    await answer("Another one").check();
    await run();
    const said = await textOf(verdict);
    assert.match(said, /The question is about a run with the defaults: set them to answer it\./);
    assert.doesNotMatch(said, /prediction|this time/);
    await close();
  });

  it("keeps a prediction on the device, for its lesson alone", async () => {
    const { page, answer, close } = await lesson("#generators");
    await answer("Another one").check();
    await page.reload();
    await answer("Another one").and(page.locator(":checked")).waitFor();
    await page.goto(`${site.url}#race`);
    await answer("Less: some additions are lost").waitFor();
    assert.equal(await page.locator("input[type=radio]:checked").count(), 0);
    await close();
  });

  it("works where the storage is refused", async () => {
    const { answer, verdict, run, errors, close } = await lesson("#generators", {
      before: (page) =>
        page.addInitScript(() => {
          Object.defineProperty(window, "localStorage", {
            get() {
              throw new DOMException("refused", "SecurityError");
            },
          });
        }),
    });
    await answer("Another one").check();
    await run();
    await verdict.getByText("Not this time.").waitFor();
    assert.deepEqual(errors, []);
    await close();
  });

  it("lets a question be answered by keyboard", async () => {
    const { page, answer, close } = await lesson("#generators");
    await answer("The one with the most steps").focus();
    await page.keyboard.press("Space");
    assert.ok(await answer("The one with the most steps").isChecked());
    await page.keyboard.press("ArrowDown");
    assert.ok(await answer("Another one").isChecked());
    await close();
  });

  once.it("tells what to look for, what to try and what is behind it", async () => {
    const { page, close } = await lesson("#gil");
    await page.getByRole("heading", { name: "What to look for" }).waitFor();
    await page.getByRole("heading", { name: "Try this" }).waitFor();
    await page.getByRole("heading", { name: "Background" }).waitFor();
    await page.getByRole("heading", { name: "CPython without it, Java, C++" }).waitFor();
    await close();
  });

  once.it("links the next lesson, and at the last one none", async () => {
    const { page, close } = await lesson("");
    const all = await page.evaluate(() => window.manyhands.lessons());
    const [, second] = all;
    const next = page.getByText(/^Next:/).getByRole("link");
    assert.equal(await textOf(next), second.title);
    await next.click();
    await page.getByRole("heading", { level: 1, name: second.title }).waitFor();
    const last = all[all.length - 1];
    await page.goto(`${site.url}#${last.id}`);
    await page.getByRole("heading", { level: 1, name: last.title }).waitFor();
    assert.equal(await next.count(), 0);
    await close();
  });

  once.it("links the lesson on the site from where it is embedded", async () => {
    const { page, close } = await lesson("embed.html?lesson=generators&seed=7");
    const link = page.getByRole("link", { name: "This lesson among all lessons" });
    assert.equal(await link.getAttribute("href"), `${site.url}index.html#generators?seed=7`);
    assert.equal(await link.getAttribute("target"), "_blank");
    assert.equal(await page.getByText(/^Next:/).count(), 0);
    await close();
  });

  it("has colours for program text with enough contrast, light and dark", async () => {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { page, close } = await lesson("#race", { colorScheme });
      await page.getByRole("tab", { name: "Rust" }).click();
      const rust = page.getByRole("tabpanel", { name: "Rust" });
      await rust.locator(".type").first().waitFor();
      const contrasts = await rust.evaluate((code) => {
        const ground = getComputedStyle(code).backgroundColor;
        return ["keyword", "string", "number", "comment", "type", "function"].map((kind) => {
          const word = code.querySelector(`.${kind}`);
          if (!word) throw new Error(`no ${kind} in the program`);
          return { kind, contrast: window.inPage.contrast(getComputedStyle(word).color, ground) };
        });
      });
      for (const { kind, contrast } of contrasts) {
        assert.ok(contrast >= 4.5, `${kind}, ${colorScheme}: ${contrast.toFixed(2)}`);
      }
      await close();
    }
  });
});
