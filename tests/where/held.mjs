// Tests in one engine; and what the docs say of it, held against what it does.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contexts } from "./contexts.mjs";
import { engines } from "./engines.mjs";
import { lessons, lookedAt, seenIn, words } from "./seen.mjs";
import { documented } from "./tables.mjs";

/**
 * WebKitGTK's process for a page dies at times, in one of sixty walks through all lessons; a second time in one test
 * is no chance any more.
 * @param {unknown} error
 */
const hasCrashed = (error) => error instanceof Error && /page crash or hang/.test(error.message);

/**
 * Tests in one engine, each in a browser of its own: WebKit keeps the processes of pages that it has left, up to 480 MB each, and
 * five places in one browser came to 2 GB. Where the engine cannot be had, each test is skipped by its name.
 * @param {string} name the engine's
 * @param {string} title
 * @param {(test: (title: string, run: (browser: import('./engines.mjs').Browser) => Promise<void>) => void) => void} tests
 */
export function inEngine(name, title, tests) {
  const engine = engines.find((engine) => engine.name === name);
  if (!engine) throw new Error(`no engine is called ${name}`);
  const { skip, launch } = engine;
  const inBrowser = async (/** @type {(browser: import('./engines.mjs').Browser) => Promise<void>} */ run) => {
    const browser = await launch();
    try {
      await run(browser);
    } finally {
      await browser.close();
    }
  };
  describe(title, () => {
    tests((title, run) =>
      it(title, { skip }, async (test) => {
        try {
          await inBrowser(run);
        } catch (error) {
          if (!hasCrashed(error)) throw error;
          test.diagnostic(`${name} crashed, and is started again: ${error}`);
          await inBrowser(run);
        }
      }),
    );
  });
}

const titles = lessons.map(({ title }) => title);

/** @param {string} name the engine's */
export function holdToTheDocs(name) {
  inEngine(name, `what the docs say of ${name}`, (test) => {
    for (const [index, context] of contexts.entries()) {
      test(`is so in: ${context.name}`, async (browser) => {
        const some = lookedAt(index === 0);
        const seen = await seenIn(browser, context, some);
        const told = documented(context.name, name);
        assert.deepEqual(Object.keys(told), titles, "each lesson has a row");
        const expected = Object.fromEntries(some.map(({ title }) => [title, told[title]]));
        assert.deepEqual(seen, expected, "node tests/where/write.mjs mends the docs");
        const strange = Object.entries(seen).filter(([, word]) => !Object.values(words).includes(word));
        assert.deepEqual(strange, [], "no lesson is broken");
      });
    }
  });
}
