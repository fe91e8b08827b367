// The lesson background-zip on its page: a file of one's own goes in, and an archive that others open comes out.

import assert from "node:assert/strict";
import { mkdtemp, open as openFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { crc32, inflateRawSync } from "node:zlib";
import { openLesson } from "./lesson.mjs";
import { hasFocus, saidOf, textOf } from "./reading.mjs";
import { addressOf, errorOf, open, saved } from "./site.mjs";

/**
 * The one file of an archive, read as PKZIP's note says: from its end to its directory to its file.
 * @param {Buffer} archive
 */
function unzip(archive) {
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  assert.equal(archive.readUInt16LE(end + 10), 1, "one file");
  const entry = archive.readUInt32LE(end + 16);
  assert.equal(archive.toString("latin1", entry, entry + 4), "PK\x01\x02");
  assert.equal(archive.readUInt16LE(entry + 10), 8, "deflated");
  const [crc, packed, size] = [16, 20, 24].map((place) => archive.readUInt32LE(entry + place));
  const name = archive.toString("utf8", entry + 46, entry + 46 + archive.readUInt16LE(entry + 28));
  const local = archive.readUInt32LE(entry + 42);
  assert.equal(archive.toString("latin1", local, local + 4), "PK\x03\x04");
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const bytes = inflateRawSync(archive.subarray(start, start + packed));
  assert.equal(bytes.length, size);
  assert.equal(crc32(bytes), crc, "the CRC of the bytes is the one in the archive");
  return { name, bytes, crc };
}

describe("the page of background-zip", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {string} */
  let folder;
  before(async () => {
    site = await open();
    folder = await mkdtemp(join(tmpdir(), "manyhands-zip-"));
  });
  after(async () => {
    await site.close();
    await rm(folder, { recursive: true });
  });

  /** @param {string} name  @param {string | Buffer} content */
  async function made(name, content) {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  async function lesson(fragment = "#background-zip") {
    const opened = await openLesson(site, fragment);
    const file = opened.field("File");
    return {
      ...opened,
      file,
      fileName: opened.field("File name"),
      message: async () => (await saidOf(file, "file-message")) ?? "",
      chosen: () =>
        file.evaluate((/** @type {HTMLInputElement} */ { files }) => Array.from(files ?? [], ({ name }) => name)),
      result: (/** @type {string} */ name) => textOf(opened.result(name)),
    };
  }

  it("zips a file that is picked, and the archive that is saved holds it", async () => {
    const { page, file, fileName, run, result, errors, close } = await lesson();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
    await file.setInputFiles(await made("squares é.bin", bytes));
    await page.getByText("300,000 bytes").waitFor();
    assert.equal(await fileName.inputValue(), "squares é.bin", "it goes by its own name");
    await run();
    assert.equal(await result("original_bytes"), "300,000 bytes");

    const archive = await saved(page, () => page.getByRole("button", { name: "squares é.bin.zip" }).click());
    assert.equal(archive.name, "squares é.bin.zip");
    const { name, bytes: unzipped, crc } = unzip(archive.bytes);
    assert.equal(name, "squares é.bin");
    assert.ok(unzipped.equals(bytes));
    assert.equal(await result("crc32"), crc.toString(16).padStart(8, "0"));
    assert.deepEqual(errors, []);
    await close();
  });

  it("goes on printing while it zips the text of its own", async () => {
    const { page, run, result, close } = await lesson();
    await run();
    assert.equal(await result("original_bytes"), "20,500,000 bytes");
    const lines = await result("foreground_lines_meanwhile");
    assert.ok(Number(lines.replaceAll(",", "")) >= 2, `${lines} lines`);
    await page.getByText(`meanwhile the main program printed ${lines} lines`).first().waitFor();
    await close();
  });

  it("refuses a file that is too large at once, and keeps the one before", async () => {
    const { page, file, fileName, message, chosen, run, result, close } = await lesson();
    const large = join(folder, "large.bin");
    const handle = await openFile(large, "w");
    await handle.truncate(100_000_001);
    await handle.close();

    await file.setInputFiles(large);
    await page.locator("input[type=file][aria-invalid=true]").waitFor();
    assert.match(await message(), /large\.bin.*100,000,001 bytes.*at most 100,000,000/);
    assert.deepEqual(await chosen(), [], "nothing was chosen before");
    assert.equal(await fileName.inputValue(), "mydata.txt");

    await file.setInputFiles(await made("small.txt", "small"));
    await page.getByText("5 bytes", { exact: true }).waitFor();
    assert.equal(await message(), "");
    await file.setInputFiles(large);
    await page.locator("input[type=file][aria-invalid=true]").waitFor();
    assert.match(await message(), /still small\.txt/);
    assert.deepEqual(await chosen(), ["small.txt"]);
    await run();
    assert.equal(await result("original_bytes"), "5 bytes");
    await close();
  });

  it("takes a file back with a button, and with a preset", async () => {
    const { page, file, fileName, chosen, run, result, close } = await lesson("#background-zip?text=123456789");
    const path = await made("note.txt", "a note");
    await file.setInputFiles(path);
    await page.getByRole("button", { name: "Clear: note.txt" }).click();
    assert.deepEqual(await chosen(), []);
    assert.equal(await fileName.inputValue(), "mydata.txt");
    assert.ok(await hasFocus(file), "the focus stays");
    await run();
    assert.equal(await result("original_bytes"), "9 bytes");

    await file.setInputFiles(path);
    await page.getByRole("button", { name: "A text of three lines", exact: true }).click();
    assert.deepEqual(await chosen(), []);
    await close();
  });

  it("keeps a file out of the address, and takes none from there", async () => {
    const { page, file, close } = await lesson();
    await file.setInputFiles(await made("private.txt", "mine"));
    await page.getByText("4 bytes", { exact: true }).waitFor();
    assert.match(await addressOf(page), /#background-zip\?file_name=private\.txt$/);
    await close();

    const other = await lesson("#background-zip?file=private.txt");
    assert.match(
      await textOf(other.page.getByRole("alert")),
      /File must be a file that is picked in the form, not “private\.txt”/,
    );
    assert.deepEqual(await other.chosen(), []);
    await other.close();
  });

  it("says at the field that a file cannot be read any more, and the next one works", async () => {
    const { page, file, message, run, result, close } = await lesson();
    const path = await made("gone.txt", "soon gone");
    await file.setInputFiles(path);
    await page.getByText("9 bytes", { exact: true }).waitFor();
    await rm(path);
    await run();
    assert.match(await message(), /^File: "gone\.txt" is not allowed; allowed is a file that can be read/);
    await file.setInputFiles(await made("here.txt", "here"));
    await run();
    assert.equal(await result("original_bytes"), "4 bytes");
    await close();
  });

  it("takes a file's bytes from JavaScript beside the parameters", async () => {
    const { page, close } = await lesson();
    const { record, base64 } = await page.evaluate(async () => {
      const files = { "a.txt": new Blob(["123456789"]) };
      const record = await window.manyhands.run("background-zip", { file: "a.txt", file_name: "a.txt" }, { files });
      const blob = await window.manyhands.artifact(record, "a.txt.zip");
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return { record, base64: btoa(String.fromCharCode(...bytes)) };
    });
    assert.equal(record.result.crc32, 0xcbf43926);
    assert.equal(record.params.file, "a.txt");
    assert.equal(unzip(Buffer.from(base64, "base64")).bytes.toString(), "123456789");

    // The run after it has no files of its own.
    const error = await errorOf(page, "background-zip", { file: "a.txt" });
    assert.deepEqual([error.kind, error.parameter], ["invalid-parameter", "file"]);
    assert.match(error.message, /no file of this name was handed over/);

    const refused = await page.evaluate(async () => {
      /** @param {Promise<AnyRecord>} run @returns {Promise<Partial<import('./site.mjs').Told>>} */
      const told = (run) =>
        run.then(
          () => ({}),
          ({ kind, parameter, message }) => ({ kind, parameter, message }),
        );
      const { run } = window.manyhands;
      const large = new Blob(Array(101).fill(new Uint8Array(1_000_000)));
      return Promise.all([
        told(run("background-zip", {}, { files: { a: "no Blob" } })),
        told(run("background-zip", { file: "a" }, { files: { a: large } })),
      ]);
    });
    assert.deepEqual(
      refused.map(({ kind, parameter }) => [kind, parameter]),
      [
        ["invalid-parameter", "files"],
        ["invalid-parameter", "file"],
      ],
    );
    assert.match(refused[1].message ?? "", /at most 100000000 bytes .*101000000/);
    await close();
  });

  it("zips a hundred megabytes that do not compress, twice", { timeout: 180_000 }, async () => {
    const { page, close } = await lesson();
    const sizes = await page.evaluate(async () => {
      const parts = Array.from({ length: 100 }, () => {
        const part = new Uint8Array(1_000_000);
        for (let start = 0; start < part.length; start += 65_536) {
          crypto.getRandomValues(part.subarray(start, start + 65_536));
        }
        return part;
      });
      const files = { noise: new Blob(parts) };
      const sizes = [];
      for (let time = 0; time < 2; time += 1) {
        const record = await window.manyhands.run("background-zip", { file: "noise" }, { files });
        const blob = await window.manyhands.artifact(record, "mydata.txt.zip");
        sizes.push([
          record.result.original_bytes,
          blob.size === record.result.archive_bytes && blob.size > 100_000_000,
        ]);
      }
      return sizes;
    });
    assert.deepEqual(sizes, [
      [100_000_000, true],
      [100_000_000, true],
    ]);
    await close();
  });
});
