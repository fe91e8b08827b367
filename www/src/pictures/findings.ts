/**
 * What a run found, in one sentence, and how it differs from the run before: by the kinds of pictures that its lesson
 * names, since a picture's kind says what there is in the record.
 */
import { msg, str } from "@lit/localize";
import { hasOwnProgram, isSearched } from "../api/own-program";
import type { Lesson, PictureKind, RunRecord } from "../api/types";
import { unmeasured } from "../api/unmeasured";
import { counted, exact, faster, isSame, ms, number } from "../kit/format";
import { programEnd } from "./program-end";
import { asNumber, asNumbers, asObject, asObjects, asTexts } from "./read";
import { isReplayed, verdictOf } from "./walk/verdict";

export interface Finding {
  /** What came out; undefined where the record does not hold it. */
  found(record: RunRecord): string | undefined;
  /** Against the run before; where a finding does not say, the two times are compared. */
  beside?(now: RunRecord, before: RunRecord): string | undefined;
  /** Whether the answer is worth being held against a prediction; where it is left out, it is. */
  proves?(record: RunRecord): boolean;
}

/**
 * Of the reader's own program how it ended. How long it took is also the interpreter's start, and the reader's own time where it
 * asks, and the program before may have been another.
 */
const OWN_PROGRAM: Finding = { found: programEnd, beside: () => "" };

/** That of the first of the lesson's pictures that has one. */
export function findingOf(lesson: Lesson): Finding | undefined {
  if (hasOwnProgram(lesson) && !isSearched(lesson)) return OWN_PROGRAM;
  return lesson.pictures.map((kind) => FINDINGS[kind]).find((finding) => finding !== undefined);
}

/** A shorter run is mostly its start, which goes faster from the second time on. */
const LEAST_MS = 100;

/** How long the two runs took, against each other, where that is more than their start. */
export function besideInTime({ metrics: now }: RunRecord, { metrics: before }: RunRecord): string {
  return Math.min(now.wall_ms, before.wall_ms) < LEAST_MS ? "" : paceBeside(before.wall_ms / now.wall_ms);
}

function paceBeside(ratio: number): string {
  if (!Number.isFinite(ratio) || ratio <= 0) return "";
  if (isSame(ratio)) return msg("About as fast as the run before.");
  const pace = faster(ratio);
  return msg(str`${capital(pace)} than the run before.`, { desc: "“2.1 times faster than the run before.”" });
}

/** A count against that of the run before, in the words that are handed in. */
function countBeside(
  now: number | undefined,
  before: number | undefined,
  words: (now: string, before: string) => string,
) {
  if (now === undefined || before === undefined) return undefined;
  if (now === before) return msg(str`The same as in the run before: ${number(now)}.`);
  if (now > 0 && before > 0 && isSame(now / before))
    return msg(str`About as many as in the run before: ${number(before)}.`);
  return words(number(now), number(before));
}

/** A speed-up against that of the run before. */
function speedupBeside(now: number | undefined, before: number | undefined): string | undefined {
  if (now === undefined || before === undefined || before <= 0) return undefined;
  if (isSame(now / before)) return msg(str`About the speed-up of the run before: ${number(before)}.`);
  return msg(str`Speed-up ${number(now)}, before ${number(before)}.`);
}

const workersOf = (count: number) => counted(count, msg("worker"), msg("workers"));

const FINDINGS: Partial<Record<PictureKind, Finding>> = {
  walk: {
    found: ({ result, params }) => verdictOf(result, isReplayed(params)),
    // How long a search takes says nothing of the program.
    beside: () => "",
  },
  scaling: {
    found: ({ result }) => {
      const effective = asNumber(result.effective);
      const most = asNumber(asObjects(result.scaling).at(-1)?.workers);
      if (effective === undefined || most === undefined) return undefined;
      if (most === 1) return msg("One worker alone was measured: take more to see what they get done together.");
      return msg(str`Up to ${number(most)} workers at once got ${number(effective)} times as much done as one alone.`);
    },
    beside: (now, before) => {
      const [after, first] = [asNumber(now.result.effective), asNumber(before.result.effective)];
      if (after === undefined || first === undefined || first <= 0) return undefined;
      if (isSame(after / first)) return msg("About as much as in the run before.");
      return msg(str`${number(after)} times as much, before ${number(first)}.`);
    },
  },
  chunks: {
    found: ({ result, metrics }) => {
      const byWorker = asNumbers(result.by_worker ?? metrics.by_worker);
      const tasks = byWorker.reduce((sum, done) => sum + done, 0);
      const busy = byWorker.filter((done) => done > 0).length;
      if (tasks === 0) return undefined;
      const shared = counted(tasks, msg("task"), msg("tasks"));
      if (byWorker.length === 1) return msg(str`The only worker did the ${shared}.`);
      if (busy === 1) return msg(str`One of ${number(byWorker.length)} workers did all: ${shared}.`);
      if (busy === 2 && byWorker.length === 2) return msg(str`Both workers shared the ${shared}.`);
      return busy === byWorker.length
        ? msg(str`All ${number(busy)} workers shared the ${shared}.`)
        : msg(str`${number(busy)} of ${number(byWorker.length)} workers shared the ${shared}.`);
    },
  },
  speedup: {
    found: ({ result, metrics }) => {
      const speedup = asNumber(result.speedup);
      if (speedup === undefined || speedup <= 0) return undefined;
      const pool = workersOf(metrics.workers);
      const pace = faster(speedup);
      return isSame(speedup)
        ? msg(str`The pool of ${pool} was about as fast as one worker alone.`)
        : msg(str`The pool of ${pool} was ${pace} than one worker alone.`, {
            desc: "“The pool of 2 workers was 1.9 times faster than one worker alone.”",
          });
    },
    beside: (now, before) => speedupBeside(asNumber(now.result.speedup), asNumber(before.result.speedup)),
  },
  programs: {
    found: ({ result }) => {
      const programs = asObjects(result.programs);
      const failed = programs.filter(({ exit }) => exit !== 0).length;
      const all = counted(programs.length, msg("program"), msg("programs"));
      if (programs.length === 0) return undefined;
      return failed === 0
        ? msg(str`${all}: all went well, with exit code 0.`)
        : msg(str`${all}: ${number(programs.length - failed)} went well, ${number(failed)} failed.`);
    },
  },
  outcomes: {
    found: ({ params, result }) => {
      const done = asNumber(result.finished);
      if (done === undefined) return undefined;
      const tasks = asNumbers(params.inputs).length;
      const results = counted(asNumbers(result.values).length, msg("result"), msg("results"));
      const exceptions = counted(asObjects(result.errors).length, msg("exception"), msg("exceptions"));
      return msg(
        str`Tasks done: ${number(done)} of ${number(tasks)}. The main program got ${results} and ${exceptions}.`,
        {
          desc: "“Tasks done: 8 of 8. The main program got 0 results and 1 exception.”",
        },
      );
    },
  },
  lines: {
    found: ({ params, metrics, result }) => {
      const waits = asObjects(params.threads).map(
        ({ delay_ms, repeats }) => (asNumber(delay_ms) ?? 0) * (asNumber(repeats) ?? 1),
      );
      const [first] = asTexts(result.finished);
      if (first === undefined || waits.length === 0) return undefined;
      const all = counted(waits.length, msg("thread"), msg("threads"));
      const time = ms(metrics.wall_ms);
      const one = ms(waits.reduce((sum, wait) => sum + wait, 0));
      return waits.length > 1 && Math.max(...waits) > 0
        ? msg(str`${all} took ${time} side by side; one after the other they would wait ${one}.`)
        : msg(str`${all} took ${time}; the first to end was ${first}.`);
    },
  },
  background: {
    found: ({ result }) => {
      const lines = asNumber(result.foreground_lines_meanwhile);
      if (lines === undefined) return undefined;
      const printed = counted(lines, msg("line"), msg("lines"));
      return msg(str`While the thread made the archive, the main program printed ${printed}.`);
    },
    beside: (now, before) =>
      countBeside(
        asNumber(now.result.foreground_lines_meanwhile),
        asNumber(before.result.foreground_lines_meanwhile),
        (after, first) => msg(str`${after} printed meanwhile, before ${first}.`, { desc: "of lines" }),
      ),
  },
  ticks: {
    found: ({ result, params }) => {
      const timeout = asNumber(params.timeout_ms);
      if (typeof result.timed_out !== "boolean" || timeout === undefined) return undefined;
      const time = ms(timeout);
      return result.timed_out
        ? msg(str`join gave up after ${time}; the thread went on until it was asked to stop.`)
        : msg(str`The thread had ended before the ${time} were over, so join did not time out.`);
    },
  },
  comparison: {
    found: ({ result }) => {
      const of = (side: "threads" | "processes") => asNumber(asObject(result[side]).round_trip_us);
      const [threads, processes] = [of("threads"), of("processes")];
      if (!threads || !processes) return undefined;
      const ratio = threads / processes;
      const pace = faster(ratio);
      return isSame(ratio)
        ? msg("A message to a process and back took about as long as to a thread.")
        : msg(str`A message to a process and back was ${pace} than to a thread.`, {
            desc: "“A message to a process and back was 14 times slower than to a thread.”",
          });
    },
  },
  "lost-updates": {
    found: ({ result, params, metrics }) => {
      const [lost, expected] = [asNumber(result.lost), asNumber(result.expected)];
      if (lost === undefined || expected === undefined) return undefined;
      if (lost === 1)
        return msg(str`${number(expected)} additions, but the number is ${number(expected - lost)}: one was lost.`);
      if (lost > 0)
        return msg(
          str`${number(expected)} additions, but the number is ${number(expected - lost)}: ${number(lost)} were lost.`,
        );
      if (params.guard === "lock") return msg("No addition was lost: the lock let in one thread at a time.");
      if (params.guard === "atomic")
        return msg("No addition was lost: an atomic operation cannot be interrupted half-way.");
      if (metrics.workers < 2) return msg("No addition was lost: a single thread has nobody to get in its way.");
      return msg("This run lost no addition, but nothing guarded them: it could have.");
    },
    beside: (now, before) =>
      countBeside(asNumber(now.result.lost), asNumber(before.result.lost), (after, first) =>
        msg(str`Lost ${after}, before ${first}.`, { desc: "of additions" }),
      ),
    // Where nothing guards, that nothing was lost was chance.
    proves: ({ result, params }) => result.lost !== 0 || params.guard !== "none",
  },
  inside: {
    found: ({ result, params }) => {
      const [most, permits, threads] = [result.max_inside, params.permits, params.threads].map(asNumber);
      if (most === undefined || permits === undefined || threads === undefined) return undefined;
      const room = counted(permits, msg("permit"), msg("permits"));
      return msg(
        str`The semaphore has ${room}: at most ${number(most)} of ${number(threads)} threads were inside at once.`,
      );
    },
    beside: (now, before) =>
      countBeside(asNumber(now.result.max_inside), asNumber(before.result.max_inside), (after, first) =>
        msg(str`${after} inside at most, before ${first}.`, { desc: "of threads" }),
      ),
  },
  depth: {
    found: ({ result, params }) => {
      const [blocked, produced] = [asNumber(result.blocked_puts), asNumber(result.produced)];
      if (blocked === undefined || produced === undefined) return undefined;
      if (params.capacity === 0)
        return msg(
          str`Without a bound no put had to wait, and up to ${number(asNumber(result.max_depth) ?? 0)} items piled up.`,
        );
      return msg(str`${number(blocked)} of ${number(produced)} puts found the queue full and had to wait.`);
    },
    beside: (now, before) =>
      countBeside(asNumber(now.result.blocked_puts), asNumber(before.result.blocked_puts), (after, first) =>
        msg(str`${after} puts waited, before ${first}.`),
      ),
  },
  interpreters: {
    found: (record) => {
      // What made one of them doubtful went on beside the others too.
      if (unmeasured(record).some(({ why }) => why !== "clock")) return undefined;
      const { result, params } = record;
      const speedupOf = (name: string) => asNumber(asObject(result[name]).speedup);
      const [gil, free] = [speedupOf("gil"), speedupOf("free-threaded")];
      const threads = counted(asNumber(params.threads) ?? 0, msg("thread"), msg("threads"));
      const under = gil === undefined ? undefined : againstOne(gil);
      const without = free === undefined ? undefined : againstOne(free);
      // What they are compared with is said once.
      if (under && free) return msg(str`Under the GIL, ${threads} were ${under}; without it, ${faster(free)}.`);
      if (under) return msg(str`Under the GIL, ${threads} were ${under}.`);
      if (without) return msg(str`Without the GIL, ${threads} were ${without}.`);
      return undefined;
    },
    beside: (now, before) => {
      const [after, first] = [now, before].map(({ result }) => asNumber(asObject(result.gil).speedup));
      if (!after || !first) return undefined;
      return isSame(after / first)
        ? msg(str`Under the GIL about the speed-up of the run before: ${number(first)}.`)
        : msg(str`Under the GIL a speed-up of ${number(after)}, before ${number(first)}.`);
    },
  },
  steps: {
    found: ({ result }) => {
      const order = asTexts(result.order);
      const last = order.at(-1);
      if (last === undefined) return undefined;
      return msg(
        str`${last} took the last of ${number(order.length)} steps, all of them one after the other on one thread.`,
      );
    },
  },
  sequence: {
    found: ({ result }) => {
      const [taken, rate] = [asNumber(result.delivered), asNumber(result.messages_per_second)];
      if (taken === undefined) return undefined;
      const messages = counted(taken, msg("message"), msg("messages"));
      const actors = counted(asNumbers(result.per_actor).length, msg("actor"), msg("actors"));
      return rate
        ? msg(str`${actors} took ${messages}, at a pace of ${number(rough(rate))} a second.`)
        : msg(str`${actors} took ${messages}.`);
    },
    beside: (now, before) => rateBeside(now, before, "messages_per_second"),
  },
  convergence: {
    found: ({ result, params }) => {
      const [estimate, error] = [asNumber(result.estimate), asNumber(result.error)];
      const points = asNumber(params.points);
      if (estimate === undefined || error === undefined || points === undefined) return undefined;
      return msg(str`${number(points)} points give ${exact(estimate)}, which is ${number(error)} from pi.`);
    },
    beside: (now, before) => rateBeside(now, before, "points_per_second"),
  },
};

function rateBeside(now: RunRecord, before: RunRecord, key: string): string | undefined {
  const [after, first] = [asNumber(now.result[key]), asNumber(before.result[key])];
  // The first run of a page is slower than a second that is the same.
  const isSameWork = JSON.stringify(now.params) === JSON.stringify(before.params);
  return after && first && !isSameWork ? paceBeside(after / first) : undefined;
}

/** Against one thread that does all the work. */
function againstOne(speedup: number): string {
  return isSame(speedup)
    ? msg("about as fast as one thread alone")
    : msg(str`${faster(speedup)} than one thread alone`);
}

/** To two digits: more of a rate are chance. */
function rough(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
