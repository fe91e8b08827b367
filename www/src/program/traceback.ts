/** The lines of the reader's own program that a run's tracebacks name, as problems for the editor. */
import { msg, str } from "@lit/localize";
import { MAIN_FILE, PROGRAM } from "../api/own-program";
import { streamOf } from "../api/stream";
import type { Json, RunRecord } from "../api/types";
import type { Problem } from "../editor/problems";

/** More of them nobody reads. */
const MOST_MARKS = 60;

/** A call that a traceback names; its place in the line, where the traceback points at one. */
interface Frame {
  isMain: boolean;
  line: number;
  /** The line as the traceback quotes it, without its indent; and the marks below that. */
  source?: string;
  carets?: string;
}

/** What a run raised, by its record: who asks again gets the same. */
const known = new WeakMap<RunRecord, Problem[]>();
const NONE: Problem[] = [];

/** What a run raised in this text; nothing where it was a run of another. */
export function raisedIn(text: string, record: RunRecord | undefined): Problem[] {
  if (record?.params[PROGRAM] !== text) return NONE;
  const marks = known.get(record) ?? marksOf(record);
  known.set(record, marks);
  return marks;
}

function marksOf(record: RunRecord): Problem[] {
  const program = record.params[PROGRAM];
  if (typeof program !== "string") return [];
  const lines = program.split("\n");
  const marks: Problem[] = [];
  const add = (mark: Problem) => {
    const isKnown = marks.some(({ line, text }) => line === mark.line && text === mark.text);
    if (!isKnown && marks.length < MOST_MARKS) marks.push(mark);
  };
  for (const { frames, what } of tracebacks(record)) {
    const last = frames.findLast(({ isMain }) => isMain);
    for (const frame of frames) {
      if (!frame.isMain) continue;
      const isLast = frame === last;
      const [type = what] = what.split(":");
      add({
        line: frame.line,
        ...placeOf(frame, lines[frame.line - 1] ?? ""),
        text: isLast ? what : msg(str`${type} was raised in this call.`, { desc: "beside a line of a program" }),
        isWarning: !isLast,
      });
    }
  }
  for (const { line, text } of told(record)) {
    if (marks.every((mark) => mark.line !== line || mark.isWarning))
      add({ line, ...placeOf({ isMain: true, line }, lines[line - 1] ?? ""), text, isWarning: false });
  }
  return marks;
}

/** Each traceback that was printed: its calls from the outermost in, and what was raised. */
function* tracebacks({ output }: RunRecord): Generator<{ frames: Frame[]; what: string }> {
  // What threads print at the same time may lie between the lines of one another.
  const open = new Map<number, Frame[]>();
  for (const line of output) {
    if (streamOf(line) === "stdout") continue;
    const { worker, text } = line;
    const frames = open.get(worker);
    const [, file, number] = /^\s+File "([^"]*)", line (\d+)/.exec(text) ?? [];
    if (file !== undefined) {
      const frame = { isMain: isMain(file), line: Number(number) };
      if (frames) frames.push(frame);
      else open.set(worker, [frame]);
      continue;
    }
    const frame = frames?.at(-1);
    if (!frames || !frame) continue;
    if (/^\s/.test(text)) {
      if (frame.source === undefined) frame.source = text;
      else if (/^[\s~^]+$/.test(text)) frame.carets ??= text;
      continue;
    }
    open.delete(worker);
    yield { frames, what: text };
  }
}

/** The exceptions that the result names, for where their tracebacks were not kept. */
function told({ result }: RunRecord): { line: number; text: string }[] {
  const { exception = null, thread_exceptions: others } = result;
  return [exception, ...(Array.isArray(others) ? others : [])].flatMap((one: Json) => {
    if (one === null || typeof one !== "object" || Array.isArray(one)) return [];
    const { type, message, file, line } = one;
    if (typeof line !== "number" || typeof file !== "string" || !isMain(file)) return [];
    return { line, text: message ? `${type}: ${message}` : String(type) };
  });
}

const isMain = (file: string) => file.replace(/^.*\//, "") === MAIN_FILE;

/** What the traceback points at, or else the line from its first letter on. */
function placeOf({ source = "", carets = "" }: Frame, line: string): { column: number; length: number } {
  const indent = line.search(/\S|$/);
  const [from, to] = [carets.search(/[~^]/), carets.trimEnd().length];
  if (from >= 0) return { column: 1 + indent + Math.max(0, from - source.search(/\S|$/)), length: to - from };
  return { column: 1 + indent, length: line.trimEnd().length - indent };
}
