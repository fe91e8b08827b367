// Links: what a reader set travels in them, old ones keep working, and hostile ones do nothing.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { inOneBrowser } from "./browsers.mjs";
import { openLesson, runButton, visit } from "./lesson.mjs";
import { markupIn, settingOf } from "./reading.mjs";
import { addressOf, newPage, siteForTests } from "./site.mjs";

const once = inOneBrowser("once the browser has given the address, the page alone reads it");

/** Links as they were once given out, and what they set. One that stands here has to work for ever. */
const OLD = /** @type {[address: string, lesson: string, setting: Partial<ShownSetting>][]} */ ([
  ["#pool-square", "pool-square", {}],
  ["#pool-square?workers=8", "pool-square", { params: { workers: 8 } }],
  [
    "#pool-square?inputs=[4,5]&method=imap&kind=processes",
    "pool-square",
    { params: { inputs: [4, 5], method: "imap", kind: "processes" } },
  ],
  ["#pool-square?inputs=%5B4%2C%205%5D", "pool-square", { params: { inputs: [4, 5] } }],
  ["index.html#pi?points=1e6&backend=webgpu", "pi", { params: { points: 1_000_000, backend: "webgpu" } }],
  ["#pi?shader=%2F%2F%20mine%0A", "pi", { params: { shader: "// mine\n" } }],
  ["embed.html?lesson=race&threads=2&guard=lock", "race", { params: { threads: 2, guard: "lock" } }],
  ["embed.html?lesson=race&theme=dark&threads=3", "race", { params: { threads: 3 } }],
  ["embed.html#race?threads=3", "race", { params: { threads: 3 } }],
  ["#race?threads=2&predict=off", "race", { params: { threads: 2 }, predict: false }],
  // "points=5000&shader=%2F%2F%20mine%0A&predict=off", packed.
  [
    "#pi?z1=K8jPzCsptjU1MDBQK85ITEktslU1cgMjg9zMvFRVA0e1gqLUlMzkEtv8tDQA",
    "pi",
    { params: { points: 5000, shader: "// mine\n" }, predict: false },
  ],
]);

const pack = (/** @type {string | Buffer} */ text) => deflateRawSync(text).toString("base64url");

describe("a link", () => {
  const site = siteForTests();

  /** @param {string} address */
  async function at(address) {
    const opened = await openLesson(site, address);
    return { ...opened, setting: () => settingOf(opened.page) };
  }

  describe("of old", () => {
    /** @type {Awaited<ReturnType<typeof newPage>>} */
    let opened;
    before(async () => {
      opened = await newPage(site.browser, "about:blank");
    });
    after(() => opened.close());

    for (const [address, id, { params = {}, ...others }] of OLD) {
      // What is packed is unpacked by the browser.
      const { it: test } = address.includes("z1=") ? { it } : once;
      test(`works: ${address.slice(0, 60)}`, async () => {
        const { page, errors } = opened;
        await visit(page, site.url + address);
        await runButton(page).waitFor();
        assert.deepEqual(await settingOf(page), { id, setting: { params, ...others } });
        assert.equal(await page.getByRole("alert").count(), 0);
        assert.deepEqual(errors, []);
      });
    }
  });

  once.it("names each lesson's presets", async () => {
    const { page, close } = await newPage(site.browser, site.url);
    const lessons = await page.evaluate(() => window.manyhands.lessons());
    for (const { id, presets } of lessons) {
      for (const { name } of presets) {
        await page.goto(`${site.url}#${id}?preset=${encodeURIComponent(name)}`);
        await page.waitForFunction(
          ([id, name]) => {
            const lesson = document.querySelector("mh-site")?.shadowRoot?.querySelector("mh-lesson");
            return lesson?.lesson.id === id && lesson.setting.preset === name;
          },
          [id, name],
        );
        assert.equal(await page.getByRole("alert").count(), 0, `${id} ${name}`);
      }
    }
    await close();
  });

  it("is short when what it holds is long, and gives all of it back", async () => {
    const shader = "fn weigh(x: u32) -> u32 { return x * x; }\n".repeat(300);
    const { page, setting, close } = await at(`#pi?points=1000&predict=off&shader=${encodeURIComponent(shader)}`);
    const seed = page.getByLabel("Seed", { exact: true });
    await seed.fill("77");
    await page.waitForFunction(() => location.hash.startsWith("#pi?z1="));
    const address = await addressOf(page);
    assert.ok(address.length < 600, `${address.length} characters`);
    const held = new URLSearchParams(inflateRawSync(Buffer.from(address.split("z1=")[1], "base64url")).toString());
    assert.equal(held.get("shader"), shader);

    const again = await at(address.slice(site.url.length));
    assert.deepEqual(await again.setting(), await setting());
    assert.deepEqual((await setting()).setting, { params: { points: 1000, seed: 77, shader }, predict: false });
    await again.close();
    await close();
  });

  it("that is long shows its latest change, however fast they come", async () => {
    const { page, close } = await at(`#pi?shader=${encodeURIComponent("// a line\n".repeat(200))}`);
    await page.locator("mh-lesson").evaluate((/** @type {HTMLElementTagNameMap["mh-lesson"]} */ lesson) => {
      const form = lesson.shadowRoot?.querySelector("mh-form");
      if (!form) throw new Error("the lesson has no form");
      for (let seed = 1; seed <= 40; seed++) {
        const { params } = lesson.setting;
        form.dispatchEvent(new CustomEvent("setting", { detail: { preset: undefined, params: { ...params, seed } } }));
      }
      const { shader: _, ...short } = lesson.setting.params;
      form.dispatchEvent(new CustomEvent("setting", { detail: { preset: undefined, params: short } }));
    });
    await page.waitForFunction(() => location.hash === "#pi?seed=40");
    await close();
  });

  it("that is broken or hostile gets a message, and the defaults", async () => {
    const attack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    const { page, errors, close } = await newPage(site.browser, "about:blank");
    const bomb = Buffer.alloc(200_000_000, "workers=8&");
    for (const [fragment, message] of /** @type {[string, RegExp][]} */ ([
      ["z1=", /damaged/],
      ["z1=%00%FF", /damaged/],
      ["z1=AAAA", /damaged/],
      [`z1=${pack("workers=8").slice(0, 8)}`, /damaged/],
      [`z1=${pack(Buffer.from([0xff, 0xfe, 0x80]))}`, /damaged/],
      [`z1=${pack(bomb)}`, /damaged/],
      [`z1=${"A".repeat(300_000)}`, /damaged/],
      [`z1=${encodeURIComponent(attack)}`, /damaged/],
      [`z1=${pack(`workers=${attack}`)}`, /Workers must be/],
      [`z1=${pack(`${encodeURIComponent(attack)}=1`)}`, /no parameter/],
      [`z1=${pack(`z1=${pack("workers=8")}`)}`, /no parameter “z1”/],
      ["z2=AAAA", /newer version/],
      ["predict=maybe", /predict/],
    ])) {
      await visit(page, `${site.url}#pool-square?${fragment}`);
      await page.getByRole("alert").filter({ hasText: message }).waitFor();
      const what = fragment.slice(0, 80);
      assert.deepEqual((await settingOf(page)).setting.params, {}, what);
      assert.deepEqual(await markupIn(page), { images: 0, hit: false }, what);
      assert.deepEqual(errors, [], what);
    }
    await close();
  });

  once.it("runs nothing by itself: a shader and a long run wait for Run", async () => {
    const { page, close } = await newPage(site.browser, "about:blank");
    for (const query of ["points=1e13", `shader=${encodeURIComponent("@compute fn f() { loop {} }")}&backend=webgpu`]) {
      await page.goto(`${site.url}#pi?${query}`);
      await runButton(page).waitFor();
      await page.waitForLoadState("networkidle");
      assert.equal(await page.getByText(/^(Starts|Runs|Done|Waits)/).count(), 0);
      // The engine may have loaded to write the program with these values; it has started no worker of its own.
      assert.ok(
        page.workers().length <= 1,
        page
          .workers()
          .map((worker) => worker.url())
          .join(),
      );
    }
    await close();
  });
});
