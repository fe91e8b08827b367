// What a Python program must print. It says so itself, in the comments at its end; docs/python.md explains them.

/**
 * One line of output as it is expected.
 * @typedef {{text: string} | {pattern: RegExp}} Line
 *
 * A piece of the standard output: these lines in this order, in any order, or one line and more that all fit one pattern.
 * @typedef {{kind: "ordered" | "unordered", lines: Line[]} | {kind: "many", line: Line}} Piece
 *
 * One run of a program, and what it must come to.
 * @typedef {object} Case
 * @property {string[]} arguments
 * @property {string} input what it reads
 * @property {string[]} only the executors that it is for; none: all
 * @property {string | undefined} interpreter the only one that it is for
 * @property {string | undefined} cpython the CPythons that it is for, as in `>=3.13`
 * @property {number} exit
 * @property {Piece[]} output
 * @property {Line[]} errors lines that stand on stderr, in this order, perhaps with others between; none: nothing stands there
 * @property {number | undefined} stopAfter it has no end: it is stopped after that many lines
 * @property {boolean} deadlock it has no end and grows silent: it is stopped then
 *
 * How a run ended.
 * @typedef {object} Ran
 * @property {string[]} stdout its lines
 * @property {string[]} stderr
 * @property {number} [exit]
 * @property {"itself" | "stopped" | "overdue" | "failed"} ended `overdue`: it took too long; `failed`: what runs it did
 * @property {string} [message] what was said of a failure
 */

const KNOWN = [
  "arguments",
  "stdin",
  "only",
  "interpreter",
  "cpython",
  "exit",
  "expect",
  "expect-re",
  "expect-many-re",
  "expect-unordered",
  "expect-unordered-re",
  "expect-err",
  "expect-err-re",
  "expect-stop",
  "expect-deadlock",
];

/** Lines that no program of ours prints. A pattern that fits them all says nothing. */
const NONSENSE = ["⁂ ⁂", "zq 7", "Traceback: 0.1 one"];

/** @typedef {{name: string, value: string, number: number}} Comment `number`: of its line */

/**
 * The cases of a program. More than one `# arguments:` makes as many cases; what stands before the first holds for all.
 * @param {string} source
 * @returns {Case[]}
 */
export function casesOf(source) {
  const comments = commentsOf(source);
  const begins = comments.flatMap(({ name }, index) => (name === "arguments" ? [index] : []));
  if (begins.length < 2) return [caseOf(comments)];
  const shared = comments.slice(0, begins[0]);
  return begins.map((begin, index) => caseOf([...shared, ...comments.slice(begin, begins[index + 1])]));
}

/**
 * The comments `# name: value` of the block that ends the program.
 * @param {string} source
 * @returns {Comment[]}
 */
function commentsOf(source) {
  const lines = source.split(/\r?\n/);
  let begin = lines.length;
  while (begin > 0 && /^(#.*)?$/.test(lines[begin - 1] ?? "")) begin--;
  return lines.slice(begin).flatMap((line, index) => {
    const number = begin + index + 1;
    const [, name, value = ""] = line.match(/^# ?([a-z]+(?:-[a-z]+)*)(?:: ?(.*))?$/) ?? [];
    // Words without a colon are prose, but for the one that has nothing to say after it.
    if (!name || (!line.includes(":") && name !== "expect-deadlock")) return [];
    if (!KNOWN.includes(name))
      throw new Error(`line ${number}: “${name}:” is not known; known are ${KNOWN.join(", ")}`);
    return [{ name, value, number }];
  });
}

/** @param {Comment[]} comments @returns {Case} */
function caseOf(comments) {
  /** @param {string} name */
  const all = (name) => comments.filter((comment) => comment.name === name).map(({ value }) => value);
  /** @param {string} name */
  const last = (name) => all(name).at(-1)?.trim();
  const stdin = all("stdin");
  /** @type {Case} */
  const one = {
    arguments: argumentsOf(last("arguments") ?? ""),
    input: stdin.map((line) => `${line}\n`).join(""),
    only: words(last("only") ?? ""),
    interpreter: last("interpreter"),
    cpython: last("cpython"),
    exit: numberOf(last("exit") ?? "0", "exit"),
    output: piecesOf(comments),
    errors: comments.filter(({ name }) => /^expect-err(-re)?$/.test(name)).map(lineOf),
    stopAfter: stopOf(last("expect-stop")),
    deadlock: last("expect-deadlock") !== undefined,
  };
  refuseEmpty(one);
  return one;
}

/** @param {string} text */
const words = (text) => text.split(/[\s,]+/).filter(Boolean);

/**
 * Words, or a list in JSON where one of them is empty or has a blank.
 * @param {string} text
 * @returns {string[]}
 */
const argumentsOf = (text) => (text.startsWith("[") ? JSON.parse(text) : text.split(/\s+/).filter(Boolean));

/** @param {string} text @param {string} what */
function numberOf(text, what) {
  if (!/^\d+$/.test(text)) throw new Error(`“${what}: ${text}” has no number`);
  return Number(text);
}

/** @param {string | undefined} text */
function stopOf(text) {
  if (text === undefined) return undefined;
  const [, count] = text.match(/^after (\d+) lines?$/) ?? [];
  if (!count || count === "0") throw new Error(`“expect-stop: ${text}” should be “expect-stop: after N lines”`);
  return Number(count);
}

/** @param {Comment} comment @returns {Line} */
function lineOf({ name, value, number }) {
  if (!name.endsWith("-re")) return { text: value };
  try {
    return { pattern: new RegExp(`^(?:${value})$`, "u") };
  } catch (error) {
    throw new Error(`line ${number}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {Comment[]} comments */
function piecesOf(comments) {
  /** @type {Piece[]} */
  const pieces = [];
  for (const comment of comments) {
    const [, kind] = comment.name.match(/^expect(?:-(many|unordered))?(?:-re)?$/) ?? [undefined, "none"];
    if (kind === "none") continue;
    const line = lineOf(comment);
    if (kind === "many") {
      pieces.push({ kind, line });
      continue;
    }
    const wanted = kind === "unordered" ? "unordered" : "ordered";
    const piece = pieces.at(-1);
    if (piece && piece.kind === wanted) piece.lines.push(line);
    else pieces.push({ kind: wanted, lines: [line] });
  }
  return pieces;
}

/** @param {Piece} piece */
const linesOf = (piece) => (piece.kind === "many" ? [piece.line] : piece.lines);

/** @param {Case} one */
function refuseEmpty({ output, errors, stopAfter, deadlock }) {
  const lines = [...output.flatMap(linesOf), ...errors];
  if (!lines.some(saysSomething)) throw new Error("it does not say what it must print: any output would do");
  if (stopAfter !== undefined && deadlock) throw new Error("it is either stopped after some lines or in a deadlock");
  if (stopAfter !== undefined && stopAfter < leastLines(output)) {
    throw new Error(`it is stopped after ${stopAfter} lines, and ${leastLines(output)} are expected`);
  }
}

/** @param {Line} line */
const saysSomething = (line) => !("pattern" in line) || !NONSENSE.every((text) => line.pattern.test(text));

/**
 * How many lines a program prints at least.
 * @param {Piece[]} output
 */
export const leastLines = (output) => output.flatMap(linesOf).length;

/** @param {Line} line @param {string} text */
const fits = (line, text) => ("pattern" in line ? line.pattern.test(text) : line.text === text);

/** @param {Line} line */
const shown = (line) => ("pattern" in line ? `/${line.pattern.source.slice(4, -2)}/` : JSON.stringify(line.text));

/**
 * The paths of the program's own files without the folder, which is another one in each run.
 * @param {string} line of stderr
 */
export const withoutFolder = (line) =>
  line.replace(/(["'(]|^)([^"'()]*[/\\])([\w-]+\.py)(?=["'):])/g, (whole, before, folder, name) =>
    /[/\\][lL]ib[/\\]/.test(folder) ? whole : `${before}${name}`,
  );

/**
 * What is wrong with a run; undefined where it is as it must be.
 * @param {Case} wanted
 * @param {Ran} ran
 * @returns {string | undefined}
 */
export function wrongIn(wanted, ran) {
  const wrong = wrongEnd(wanted, ran) ?? wrongOutput(wanted, ran) ?? wrongErrors(wanted, ran) ?? wrongExit(wanted, ran);
  return wrong && [wrong, whole("stdout", ran.stdout), whole("stderr", ran.stderr)].filter(Boolean).join("\n");
}

/** So many lines of a long output tell enough. */
const SHOWN = 40;

/** @param {string} name @param {string[]} lines */
function whole(name, lines) {
  if (lines.length === 0) return `${name} is empty`;
  const more = lines.length > SHOWN ? [`  … and ${lines.length - SHOWN} more`] : [];
  return [`${name}:`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more].join("\n");
}

/** @param {Case} wanted @param {Ran} ran */
function wrongEnd({ stopAfter, deadlock }, { ended, exit, message = "" }) {
  if (ended === "failed") return `it could not be run: ${message}`;
  if (ended === "overdue") return `it did not end in time ${message}`.trim();
  if (ended === "itself" && deadlock) return `it ended, with ${exit}, and should have waited for ever`;
  if (ended === "itself" && stopAfter !== undefined)
    return `it ended, with ${exit}, and should have gone on until stopped`;
  return undefined;
}

/** @param {Case} wanted @param {Ran} ran */
function wrongOutput({ output, stopAfter }, ran) {
  const lines = stopAfter === undefined ? ran.stdout : ran.stdout.slice(0, stopAfter);
  let at = 0;
  for (const [index, piece] of output.entries()) {
    if (piece.kind === "many") {
      // What follows needs its lines too.
      const most = lines.length - leastLines(output.slice(index + 1));
      if (!fits(piece.line, lines[at] ?? "")) return unlike(at, `at least one line ${shown(piece.line)}`, lines[at]);
      while (at < most && fits(piece.line, lines[at] ?? "")) at++;
    } else if (piece.kind === "ordered") {
      for (const line of piece.lines) {
        const got = lines[at];
        if (got === undefined || !fits(line, got)) return unlike(at, shown(line), got);
        at++;
      }
    } else {
      const got = lines.slice(at, at + piece.lines.length);
      const wrong = wrongOrder(piece.lines, got);
      if (wrong) return `stdout, lines ${at + 1} to ${at + piece.lines.length}, in any order: ${wrong}`;
      at += got.length;
    }
  }
  const extra = lines[at];
  if (extra !== undefined && stopAfter === undefined) return unlike(at, "no more lines", extra);
  return undefined;
}

/** @param {number} at @param {string} expected @param {string | undefined} got */
const unlike = (at, expected, got) =>
  `stdout, line ${at + 1}\n  expected: ${expected}\n  got:      ${got === undefined ? "no more lines" : JSON.stringify(got)}`;

/**
 * Gives each expected line one of its own: the augmenting paths of bipartite matching, for patterns may fit several.
 * @param {Line[]} lines
 * @param {string[]} got
 */
function wrongOrder(lines, got) {
  /** @type {Map<number, number>} which expected line has which that was got */
  const taken = new Map();
  /** @param {number} index @param {Set<number>} tried @returns {boolean} */
  const give = (index, tried) => {
    const line = /** @type {Line} */ (lines[index]);
    return got.some((text, place) => {
      if (tried.has(place) || !fits(line, text)) return false;
      tried.add(place);
      const other = taken.get(place);
      if (other !== undefined && !give(other, tried)) return false;
      taken.set(place, index);
      return true;
    });
  };
  const missing = lines.filter((_, index) => !give(index, new Set()));
  if (missing.length === 0) return undefined;
  const left = got.filter((_, place) => !taken.has(place));
  return [
    "",
    `  expected: ${missing.map(shown).join(", ")}`,
    `  got:      ${left.map((text) => JSON.stringify(text)).join(", ") || "no more lines"}`,
  ].join("\n");
}

/** @param {Case} wanted @param {Ran} ran */
function wrongErrors({ errors, stopAfter, deadlock }, { stderr }) {
  // What a program says when it is stopped is not its own.
  const cut = stopAfter !== undefined || deadlock;
  const lines = stderr.map(withoutFolder);
  if (errors.length === 0) return cut || lines.length === 0 ? undefined : "stderr should be empty";
  let at = 0;
  for (const line of errors) {
    const place = lines.findIndex((text, index) => index >= at && fits(line, text));
    if (place < 0) return `stderr, from line ${at + 1} on\n  expected: ${shown(line)}\n  got:      no such line`;
    at = place + 1;
  }
  return undefined;
}

/** @param {Case} wanted @param {Ran} ran */
function wrongExit(wanted, { exit, ended }) {
  if (ended === "itself" && exit !== wanted.exit)
    return `the exit status\n  expected: ${wanted.exit}\n  got:      ${exit}`;
  return undefined;
}

/**
 * Whether a version is one of those that `# cpython:` names, as in `>=3.13` or `<3.14`.
 * @param {string} version
 * @param {string | undefined} wanted
 */
export function isAmong(version, wanted) {
  if (wanted === undefined) return true;
  const [, sign, bound] = wanted.match(/^(>=|<)(\d+\.\d+)$/) ?? [];
  if (!sign || !bound) throw new Error(`“cpython: ${wanted}” should be “>=3.13” or “<3.14”`);
  const place = ordered(version) - ordered(bound);
  return sign === ">=" ? place >= 0 : place < 0;
}

/** @param {string} version */
function ordered(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 1000 + minor;
}
