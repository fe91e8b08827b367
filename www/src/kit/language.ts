/**
 * The language in which the page speaks: English stands in the sources, and each other language is a message file,
 * `www/messages/LANGUAGE.xlf`, of which the build makes a module that is fetched when it is needed. What a file does not
 * have is shown in English.
 */
import { configureLocalization, msg, str } from "@lit/localize";
import { nothing } from "lit";
import { languages } from "../generated/languages";
import { onDevice } from "./browser";
import { within } from "./life";
import { notLoaded } from "./part";

export { languages };

export const sourceLanguage = "en";

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: sourceLanguage,
  targetLocales: languages.map(({ tag }) => tag).filter((tag) => tag !== sourceLanguage),
  loadLocale: (language) => import(`../generated/messages/${language}.ts`),
});

const KEY = "manyhands:language";

/** The language that is spoken now, as a BCP 47 tag. */
export const language = getLocale;

/** What this reader chose in this browser, where they did. */
const chosenLanguage = () => known(onDevice((storage) => storage.getItem(KEY)));

/** Keeps what the reader chose, which the page speaks when it is opened again. Gives false where nothing may be kept. */
export function chooseLanguage(language: string): boolean {
  const isKept = onDevice((storage) => {
    storage.setItem(KEY, language);
    return true;
  });
  return isKept ?? false;
}

/** How long a language may take to come: the page waits for it. */
const PATIENCE_MS = 10_000;

/** The language that did not load. */
let missing: string | undefined;

/** Says that the reader's language did not load, where that is so. The page says everything anew when it is opened again. */
export function languageNotice() {
  if (missing === undefined) return nothing;
  return notLoaded(msg(str`The text in this language did not load: ${missing}.`), () => location.reload());
}

let speaking: Promise<void> | undefined;

/**
 * Speaks the language that is asked for, or else what the reader chose on this device, or else the first that the browser
 * is set to and there is. It is fetched once for a page; English stands where it cannot be.
 * @param asked a BCP 47 tag, of which a part may be known: for `es-MX`, `es`
 */
export function speak(asked?: string | null): Promise<void> {
  speaking ??= (async () => {
    const wanted = known(asked) ?? chosenLanguage() ?? navigator.languages.map(known).find(Boolean) ?? sourceLanguage;
    const late = () => `${wanted} had not come`;
    if (wanted !== sourceLanguage) {
      await within(PATIENCE_MS, late, setLocale(wanted)).catch(() => {
        missing = languages.find(({ tag }) => tag === wanted)?.name ?? wanted;
      });
    }
  })();
  return speaking;
}

/** The language that there is for a tag. */
export function known(tag: string | null | undefined): string | undefined {
  const lower = tag?.toLowerCase();
  if (!lower) return undefined;
  const tags = languages.map(({ tag }) => tag);
  return tags.find((one) => lower === one.toLowerCase()) ?? tags.find((one) => lower.startsWith(`${one}-`));
}
