// The address of a lesson: #ID?key=value, both ways, and what it does with nonsense.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { runButton, visit } from "./lesson.mjs";
import { chosenIn, markupIn } from "./reading.mjs";
import { addressOf, newPage, siteForTests } from "./site.mjs";

const once = inOneBrowser("once the browser has given the address, the page alone reads it");

describe("the address", () => {
  const site = siteForTests();

  /** @param {string} fragment */
  async function at(fragment) {
    const opened = await newPage(site.browser, `${site.url}${fragment}`);
    return {
      ...opened,
      /** Goes to another address. */
      visit: (/** @type {string} */ fragment) => visit(opened.page, `${site.url}${fragment}`),
      value: (/** @type {string} */ label) => opened.page.getByLabel(label, { exact: true }).inputValue(),
    };
  }

  it("fills the form", async () => {
    const { page, value } = await at("#pool-square?workers=8&inputs=[4,5]&method=imap&kind=processes");
    assert.equal(await value("Workers"), "8");
    assert.equal(await value("Inputs"), "4, 5");
    assert.equal(await chosenIn(page.getByLabel("Method", { exact: true })), "imap");
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("follows the form, and leads back to it", async () => {
    const { page, value } = await at("#pool-square");
    await page.getByLabel("Workers", { exact: true }).fill("9");
    await page.locator("mh-form details.more > summary").click();
    await page.getByLabel("Inputs", { exact: true }).fill("1, -2");
    await page.getByLabel("Method", { exact: true }).selectOption({ label: "apply" });
    const address = await addressOf(page);
    assert.match(address, /#pool-square\?/);
    const again = await at(address.slice(site.url.length));
    assert.equal(await again.value("Workers"), "9");
    assert.equal(await again.value("Inputs"), "1, -2");
    assert.equal(await addressOf(again.page), address);
    // A value that is the default again leaves the address.
    await page.getByLabel("Workers", { exact: true }).fill("5");
    assert.doesNotMatch(await addressOf(page), /workers/);
    assert.equal(await value("Workers"), "5");
  });

  it("is followed when it changes under the page", async () => {
    const { page, value } = await at("#pool-square?workers=8");
    await page.evaluate(() => {
      location.hash = "#pool-square?workers=3";
    });
    await page.waitForFunction(() => {
      const workers = window.inPage.find("#workers");
      return workers instanceof HTMLInputElement && workers.value === "3";
    });
    assert.equal(await value("Workers"), "3");
  });

  once.it("tells what it cannot read and leaves the default", async () => {
    const cases = /** @type {[query: string, message: RegExp][]} */ ([
      ["workers=abc", /Workers.*abc/],
      ["workers=1e9", /Workers.*64.*1e9|Workers.*1e9.*64/],
      ["workers=[1", /Workers/],
      ["workers=%22two%22", /Workers/],
      ["inputs=[1,{}]", /Inputs/],
      ["method=no-such", /Method.*imap.*no-such/],
      ["preset=no-such", /preset.*no-such/],
      ["colour=red", /colour/],
    ]);
    const { page, visit, value, errors, close } = await at("");
    for (const [query, message] of cases) {
      await visit(`#pool-square?${query}`);
      await page.getByRole("alert").filter({ hasText: message }).waitFor();
      assert.equal(await value("Workers"), "5", query);
      assert.equal(await value("Inputs"), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12", query);
      assert.deepEqual(errors, []);
    }
    await close();
  });

  it("never becomes markup", async () => {
    const attack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    const encoded = encodeURIComponent(attack);
    const { page, visit, errors, close } = await at("");
    for (const fragment of [
      `#${encoded}`,
      `#pool-square?workers=${encoded}`,
      `#pool-square?${encoded}=1`,
      `#pool-square?preset=${encoded}`,
      `#pi?shader=${encoded}`,
      `#${attack}`,
      "#%E0%A4%A",
      "#pool-square?%E0%A4%A=%",
      "#__proto__?constructor=1",
      "#pool-square?__proto__=1&constructor=2&toString=3",
    ]) {
      await visit(fragment);
      await page.getByRole("navigation", { name: "Lessons" }).getByRole("link").first().waitFor();
      assert.deepEqual(await markupIn(page), { images: 0, hit: false }, fragment);
      assert.deepEqual(errors, [], fragment);
    }
    await close();
  });

  once.it("of a lesson that is not there gives a message and the list", async () => {
    const { page } = await at("#no-such-lesson?workers=1");
    await page.getByRole("alert").filter({ hasText: "no-such-lesson" }).waitFor();
    await page.getByRole("navigation", { name: "Lessons" }).getByRole("link").nth(1).click();
    await runButton(page).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  });
});
