// The editor of the shader: mistakes as one types, and in a run; the verdict; the way back; no trap for the keyboard.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { whyNoGpu } from "./gpu.mjs";
import { ended, openLesson } from "./lesson.mjs";
import { boxOf, hasFocus, textOf } from "./reading.mjs";
import { addressOf, errorOf, newPage, open } from "./site.mjs";

const SHADER = readFileSync(new URL("../../shaders/pi.wgsl", import.meta.url), "utf8");

/** @param {string} from @param {string} to */
function edited(from, to) {
  const shader = SHADER.replace(from, to);
  assert.notEqual(shader, SHADER);
  return shader;
}

const WRONG = edited("q <= ~p", "q <= p");

describe("the editor of the shader", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** Why WebGPU cannot be tested in this browser. @type {string | undefined} */
  let without;
  before(async () => {
    site = await open();
    const { page, close } = await newPage(site.browser, site.url);
    without = await whyNoGpu(page);
    await close();
  });
  after(() => site.close());

  /** @param {Record<string, string>} params */
  async function lesson(params = {}) {
    const query = new URLSearchParams({ backend: "webgpu", points: "1000000", ...params });
    const opened = await openLesson(site, `#pi?${query}`);
    const { page, field } = opened;
    await opened.unfold();
    if (!params.shader) await field("Shader").click();
    const editor = page.getByRole("textbox", { name: "Shader" });
    await editor.waitFor();
    return {
      ...opened,
      editor,
      list: page.getByRole("list", { name: "What is wrong with the shader" }),
      /** Replaces all that stands in it, as a person would paste. */
      async write(/** @type {string} */ text) {
        await editor.click();
        await page.keyboard.press("ControlOrMeta+a");
        await page.keyboard.insertText(text);
      },
      ended: () => ended(page),
    };
  }

  it("is fetched when someone asks to edit, and starts from the built-in shader", async () => {
    const { page, unfold, close } = await openLesson(site, "#pi");
    await unfold();
    /** @type {string[]} */
    const fetched = [];
    page.on("request", (request) => fetched.push(request.url()));
    await page.getByLabel("Shader", { exact: true }).waitFor();
    const edit = page.getByRole("button", { name: /^Shader/ });
    assert.equal(await edit.getAttribute("aria-expanded"), "false");
    assert.equal(fetched.filter((url) => /editor-/.test(url)).length, 0);
    await edit.click();
    const editor = page.getByRole("textbox", { name: "Shader" });
    await editor.waitFor();
    assert.equal(await edit.getAttribute("aria-expanded"), "true");
    assert.match(await textOf(editor), /Counts the points inside the circle/);
    assert.match(await addressOf(page), /#pi$/, "the built-in one is the parameter's null");
    await close();
  });

  it("says what is wrong as one types, at its line in the gutter and in a list", async (t) => {
    if (without) return t.skip(without);
    const { page, write, list, close } = await lesson();
    await write("// one\nfn f() -> u32 {\n    return colour;\n}\n");
    await page.getByText("Does not compile: 1 mistake.").waitFor();
    assert.match(await textOf(list), /Line 3.*colour/s);
    const sign = page.locator(".signs .sign.error");
    assert.equal(await textOf(sign), "✕");
    const [signAt, lineAt] = await Promise.all([boxOf(sign), boxOf(page.locator(".cm-line").nth(2))]);
    assert.ok(Math.abs(signAt.y - lineAt.y) < lineAt.height, "the sign stands beside the third line");
    assert.equal(await textOf(page.locator(".under.error").first()), "colour");

    await list.getByRole("button", { name: "Line 3" }).click();
    await page.keyboard.press("End");
    for (let i = 0; i < "colour;".length; i++) await page.keyboard.press("Backspace");
    await page.keyboard.insertText("3u;");
    await page.getByText("Compiles.", { exact: true }).waitFor();
    assert.equal(await list.count(), 0);
    await close();
  });

  it("shows what a run says of the shader at its line", async (t) => {
    if (without) return t.skip(without);
    // It compiles by itself: what it lacks only a run can tell.
    const { page, ended, button, close } = await lesson({ shader: "@compute @workgroup_size(1) fn other() {}\n" });
    await page.getByText("Compiles.", { exact: true }).waitFor();
    await button("Run").click();
    await ended();
    const list = page.getByRole("list", { name: "What is wrong with the shader" });
    await list.waitFor();
    assert.ok((await textOf(list)).trim().length > 0);
    await page.getByText(/the shader does not compile/).waitFor();
    await close();

    const line = 1 + SHADER.split("\n").findIndex((text) => text.includes("return a_high * b_high"));
    const { page: other, close: closeOther } = await newPage(site.browser, site.url);
    const shader = edited("return a_high * b_high", "return a_height * b_high");
    const error = await errorOf(other, "pi", { backend: "webgpu", points: 1000, shader });
    assert.deepEqual([error.kind, error.parameter], ["invalid-parameter", "shader"]);
    assert.match(error.message, new RegExp(`\n${line}:\\d+: .*a_height`, "s"));
    await closeOther();
  });

  it("runs with Ctrl+Enter, and the verdict is clear", { timeout: 120_000 }, async (t) => {
    if (without) return t.skip(without);
    const { page, write, ended, close, errors } = await lesson();
    await write(WRONG);
    await page.keyboard.press("ControlOrMeta+Enter");
    await ended();
    const verdict = page.locator(".shader-verdict");
    assert.match(await textOf(verdict), /✕ Your shader counts wrong.*784,465/s);

    await write(edited("// The sum over one work-group", "// My own words"));
    await page.keyboard.press("ControlOrMeta+Enter");
    await verdict.and(page.locator(".right")).waitFor({ timeout: 60_000 });
    assert.match(await textOf(verdict), /✓ Your shader counts right.*all 1,000,000 points.*784,465/s);
    assert.match(await textOf(page.locator('mh-result th[title="gpu_seconds_by"] + td')), /timestamps|wall/);
    await page.getByText(/the GPU worked/).waitFor();
    assert.deepEqual(errors, []);
    await close();
  });

  it("goes back to the built-in shader, which is the parameter's null", async () => {
    const { page, button, editor, close } = await lesson({ shader: WRONG });
    assert.match(await addressOf(page), /shader=/);
    await button("Back to the built-in").click();
    await button("Back to the built-in").and(page.locator(":disabled")).waitFor();
    assert.doesNotMatch(await addressOf(page), /shader=/);
    assert.match(await textOf(editor), /Counts the points inside the circle/);
    await close();
  });

  it("lets Tab out, and says so", async () => {
    const { page, editor, close } = await lesson();
    await page.getByText(/Tab leaves the editor/).waitFor();
    await editor.click();
    await page.keyboard.press("Tab");
    assert.equal(await hasFocus(editor), false);
    await close();
  });

  it("is a plain field where it cannot be fetched", async () => {
    const { page, unfold, close } = await openLesson(site, "#pi?points=1000&backend=serial");
    await page.route("**/editor-*.js", (route) => route.abort());
    await unfold();
    await page.getByLabel("Shader", { exact: true }).click();
    const field = page.locator("mh-code textarea");
    await field.waitFor();
    assert.equal(await field.inputValue(), SHADER);
    await page.getByText(/this is a plain field/).waitFor();
    await field.fill("// mine");
    await page.getByText("one of your own").waitFor();
    await close();
  });
});
