// npm run messages: brings the message files of the page up to date with its sources, and lists what each lacks.
// npm run messages -- fr begins a file for a language that there is none of.

import { catalogueStep } from "./build/catalogue.mjs";
import { messageFiles } from "./build/messages.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { doSteps } from "./lib/steps.mjs";
import { compilers } from "./setup/steps.mjs";

await runMain(async () => {
  const more = process.argv.slice(2);
  for (const language of more) {
    // What the browser would say to it.
    try {
      new Intl.Locale(language);
    } catch {
      throw new Failure(`“${language}” is no language tag.`, "A tag is, for example, es, pt-BR or zh-Hant.");
    }
  }
  await doSteps([compilers(), catalogueStep()]);
  const files = messageFiles();
  await files.extract(more);
  if (files.languages().length === 0) console.log("There is no message file yet: npm run messages -- es begins one.");
  for (const { language, texts } of await files.missing()) {
    console.log(`\n${files.file(language)}: ${texts.length === 0 ? "complete" : `${texts.length} missing`}`);
    for (const text of texts) console.log(`  ${text.replace(/\s+/g, " ")}`);
  }
});
