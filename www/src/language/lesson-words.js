/**
 * The words of a lesson that a reader reads. This is plain JavaScript because the scripts that write the message files need
 * it too: what is translated and what is looked up are the same by construction.
 */

/** @typedef {import("../api/types.ts").Lesson} Lesson */
/** @typedef {import("../api/types.ts").Schema} Schema */
/** @typedef {(text: string) => string} Word */

/**
 * A copy of the lesson, with `word(text)` in place of each text. Ids, names of presets (not their titles), programs, and the schema's own title,
 * which is a name in the Rust source, stay as they are.
 * @param {Lesson} lesson
 * @param {Word} word
 * @returns {Lesson}
 */
export function mapWords(lesson, word) {
  const { question } = lesson;
  return {
    ...lesson,
    title: word(lesson.title),
    chapter: word(lesson.chapter),
    summary: word(lesson.summary),
    look_for: lesson.look_for.map(word),
    details: lesson.details.map(word),
    tries: lesson.tries.map((each) => ({ ...each, text: word(each.text) })),
    presets: lesson.presets.map((preset) => ({ ...preset, title: word(preset.title) })),
    ideas: lesson.ideas.map(({ title, text }) => ({ title: word(title), text: word(text) })),
    question: question && { text: word(question.text), answers: question.answers.map(word) },
    comparison: lesson.comparison.map(({ topic, threads, processes, shown_by }) => ({
      topic: word(topic),
      threads: word(threads),
      processes: word(processes),
      shown_by: shown_by.map((measure) => ({ ...measure, what: word(measure.what) })),
    })),
    studies: lesson.studies.map((study) => ({
      ...study,
      title: word(study.title),
      text: word(study.text),
      ...(study.kind === "contest" ? { unit: word(study.unit) } : {}),
    })),
    schema: { ...ofSchema({ ...lesson.schema, title: undefined }, word), title: lesson.schema.title },
  };
}

/**
 * @param {Schema} schema
 * @param {Word} word
 * @returns {Schema}
 */
function ofSchema(schema, word) {
  /** @type {Schema} */
  const told = { ...schema };
  for (const key of /** @type {const} */ (["title", "description", "x-unit"])) {
    const text = schema[key];
    if (typeof text === "string") told[key] = word(text);
  }
  for (const key of /** @type {const} */ (["properties", "$defs"])) {
    const inner = schema[key];
    if (inner)
      told[key] = Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, ofSchema(each, word)]));
  }
  for (const key of /** @type {const} */ (["oneOf", "anyOf"])) {
    const inner = schema[key];
    if (inner) told[key] = inner.map((each) => ofSchema(each, word));
  }
  if (schema.items) told.items = ofSchema(schema.items, word);
  return told;
}
