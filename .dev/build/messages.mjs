// The message files: www/messages/LANGUAGE.xlf, one for each language besides English, and what the page loads of them.
// The texts are those that the page's sources give to msg(), and the words of the lessons in the catalogue.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mapWords } from "../../www/src/language/lesson-words.js";
import { Failure } from "../lib/failure.mjs";
import { catalogueFile, fromRoot } from "../lib/paths.mjs";
import { stamp } from "../lib/stamp.mjs";

const sourceLanguage = "en";
const messagesFolder = fromRoot("www", "messages");
const generated = (/** @type {string[]} */ ...parts) => fromRoot("www", "src", "generated", ...parts);

/**
 * The message files of a folder.
 * @param {string} [folder]
 */
export function messageFiles(folder = messagesFolder) {
  /** The languages that there is a file of. */
  const languages = () =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith(".xlf"))
          .map((name) => name.slice(0, -".xlf".length))
          .sort()
      : [];

  return {
    languages,
    /** @param {string} language */
    file: (language) => join(folder, `${language}.xlf`),

    /**
     * Brings the files up to date with the sources: what is new stands there without a translation, what is no longer said
     * has gone.
     * @param {string[]} [more] languages to begin a file of
     */
    async extract(more = []) {
      mkdirSync(folder, { recursive: true });
      const localizer = await localizerOf(folder, [...new Set([...languages(), ...more])].sort());
      const { errors } = localizer.extractSourceMessages();
      if (errors.length > 0) {
        const { stringifyDiagnostics } = await import("@lit/localize-tools/lib/typescript.js");
        throw new Failure(`The page's sources give msg() what it cannot take:\n${stringifyDiagnostics(errors)}`);
      }
      await localizer.writeInterchangeFiles();
    },

    /**
     * The texts that each file has no translation of.
     * @returns {Promise<{language: string, texts: string[]}[]>}
     */
    async missing() {
      const localizer = await localizerOf(folder, languages());
      const { messages } = localizer.extractSourceMessages();
      const { translations } = localizer.readTranslationsSync();
      return languages().map((language) => {
        const there = new Set((translations.get(/** @type {any} */ (language)) ?? []).map(({ name }) => name));
        return { language, texts: messages.filter(({ name }) => !there.has(name)).map(textOf) };
      });
    },

    /**
     * Writes a module for each file.
     * @param {string} modules the folder for them, which is emptied
     */
    async build(modules) {
      const localizer = await localizerOf(folder, languages(), modules);
      const { errors } = localizer.validateTranslations();
      if (errors.length > 0) {
        throw new Failure(
          `A message lacks a part of what it translates, or has one too many:\n${errors.join("\n")}`,
          "Mend its <target>: the same <x id=…/> as in its <source>, each once",
        );
      }
      rmSync(modules, { recursive: true, force: true });
      // It warns of each message that is missing, by a number: `npm run messages` lists the texts.
      const { warn } = console;
      console.warn = () => {};
      try {
        await localizer.build();
      } finally {
        console.warn = warn;
      }
    },
  };
}

const built = stamp(
  "messages",
  () => ({
    files: ["www/messages", "www/src", ".dev/build/messages.mjs", "package-lock.json"],
    ignore: ["www/src/generated/messages"],
  }),
  () => [
    generated("languages.ts"),
    ...messageFiles()
      .languages()
      .map((language) => generated("messages", `${language}.ts`)),
  ],
);

/** @returns {import('../lib/steps.mjs').Step} */
export function messagesStep() {
  return {
    name: "Writing the messages in other languages for the page",
    upToDate: () => built.isFresh(),
    run: () =>
      built.during(async () => {
        const files = messageFiles();
        await files.build(generated("messages"));
        return (await files.missing())
          .map(({ language, texts }) => `${language}: ${texts.length === 0 ? "complete" : `${texts.length} missing`}`)
          .join(", ");
      }),
  };
}

/** The languages whose file is not as `extract` would write it. */
export async function stale() {
  const ours = messageFiles();
  const folder = mkdtempSync(join(tmpdir(), "manyhands-messages-"));
  try {
    cpSync(messagesFolder, folder, { recursive: true });
    const fresh = messageFiles(folder);
    await fresh.extract();
    const text = (/** @type {string} */ file) => readFileSync(file, "utf8");
    return ours.languages().filter((language) => text(ours.file(language)) !== text(fresh.file(language)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {{contents: (string | {untranslatable: string})[]}} message */
const textOf = ({ contents }) =>
  contents.map((part) => (typeof part === "string" ? part : part.untranslatable)).join("");

/**
 * @param {string} folder
 * @param {string[]} targets
 * @param {string} [modules]
 */
async function localizerOf(folder, targets, modules = generated("messages")) {
  writeWhatIsTranslated();
  const { RuntimeLitLocalizer } = await import("@lit/localize-tools/lib/modes/runtime.js");
  return new RuntimeLitLocalizer({
    baseDir: fromRoot(),
    sourceLocale: /** @type {any} */ (sourceLanguage),
    targetLocales: /** @type {any} */ (targets),
    tsConfig: "www/tsconfig.json",
    output: { mode: "runtime", outputDir: modules, language: "ts" },
    interchange: { format: "xliff", xliffDir: folder },
    resolve: (path) => (path.startsWith("/") ? path : fromRoot(path)),
  });
}

/** The languages, and the words of the lessons as calls of msg(), among which the ones of the page are looked for. */
function writeWhatIsTranslated() {
  if (!existsSync(catalogueFile)) throw new Failure("The catalogue of the lessons is not there yet.", "npm run build");
  /** @type {Set<string>} */
  const words = new Set();
  for (const lesson of JSON.parse(readFileSync(catalogueFile, "utf8"))) {
    mapWords(lesson, (text) => {
      words.add(text);
      return text;
    });
  }
  const calls = [...words].filter((text) => text !== "").map((text) => `  msg(${JSON.stringify(text)}),\n`);
  write(
    generated("lesson-words.ts"),
    `import { msg } from "@lit/localize";\n\nexport const words = () => [\n${calls.join("")}];\n`,
  );
  // Each by its own name, so that whoever reads no other finds it.
  const named = [sourceLanguage, ...messageFiles().languages()].map((tag) => ({
    tag,
    name: new Intl.DisplayNames([tag], { type: "language" }).of(tag),
  }));
  write(
    generated("languages.ts"),
    `export const languages: { tag: string; name: string }[] = ${JSON.stringify(named, null, 2)};\n`,
  );
}

/**
 * Where it would change something: a build looks at when a file was written.
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
