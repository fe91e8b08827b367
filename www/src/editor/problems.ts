/** What is wrong with a program, and where: as a compiler tells it, and as an error or a traceback quotes it. */

export interface Problem {
  /** From 1; undefined where the place is not known. */
  line: number | undefined;
  /** From 1, in UTF-16 code units, as strings count here. */
  column: number;
  /** How much of the line it is about; may be 0. */
  length: number;
  text: string;
  isWarning: boolean;
}

/** The problems in the message of an error of a run: after its first line one each, `line:column: text` where it has a place. */
export function problemsIn(message: string): Problem[] {
  const [, ...lines] = message.split("\n");
  const problems: Problem[] = [];
  for (const text of lines) {
    const place = /^(\d+):(\d+): (.*)$/.exec(text);
    if (place) {
      const [, line, column, what = ""] = place;
      problems.push({ line: Number(line), column: Number(column), length: 0, text: what, isWarning: false });
      continue;
    }
    // A compiler may say one thing in several lines.
    const last = problems.at(-1);
    if (last) last.text += `\n${text}`;
    else if (text.trim()) problems.push({ line: undefined, column: 1, length: 0, text, isWarning: false });
  }
  return problems.map((problem) => ({ ...problem, text: problem.text.trim() }));
}
