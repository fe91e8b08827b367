/** A step in a sentence, and in a cell of the table. */
import { msg, str } from "@lit/localize";
import type { Conflict, Step, Why } from "./story";

/** A thread by its name, or by its number where it has none. */
export function threadName(thread: number, names: readonly string[]): string {
  if (thread === 0)
    return msg("main", { id: "walk-main", desc: "the name of a program’s first thread; as in Python, lower case" });
  return (
    names[thread] ||
    msg(str`thread ${thread}`, { id: "walk-thread", desc: "a thread by its number, as the name of a column" })
  );
}

/** The letter or number that marks it. */
export const tagOf = (thread: number) => (thread === 0 ? "M" : String(thread));

/** What a step does, as short as a cell wants it: `n → 41` for what is read, `n ← 42` for what is written. */
export function inCell({ operation, object, before, after, output }: Step): string {
  if (output) return `print ${JSON.stringify(output.replace(/\n$/, ""))}`;
  switch (operation) {
    case "read":
      return after === undefined ? object : `${object} → ${after}`;
    case "write":
      return after === undefined ? `${object} ←` : `${object} ← ${after}`;
    case "call":
      return before !== undefined && after !== undefined
        ? `${object}: ${before} ⇒ ${after}`
        : [object, after].filter((one) => one !== undefined).join(" → ");
    default:
      return `${operation} ${object}`;
  }
}

/** The same in a sentence. */
export function inWords(step: Step, names: readonly string[]): string {
  const { operation, object, before, after, output } = step;
  const who = threadName(step.thread, names);
  if (output) {
    const text = output.replace(/\n$/, "");
    return msg(str`${who} prints “${text}”.`, { id: "walk-prints" });
  }
  if (operation.endsWith(", timed out")) {
    const call = operation.replace(", timed out", "");
    return msg(str`${who} waits no longer: the time-out of ${call} on ${object} has passed.`, {
      id: "walk-timed-out",
      desc: "“Ann waits no longer: the time-out of acquire on lock_a has passed.”",
    });
  }
  switch (operation) {
    case "read":
      return after === undefined
        ? msg(str`${who} reads ${object}.`, { id: "walk-reads" })
        : msg(str`${who} reads ${object}: ${after}.`, { id: "walk-reads-value", desc: "“Ann reads balance: 100.”" });
    case "write":
      if (after === undefined) return msg(str`${who} writes ${object}.`, { id: "walk-writes" });
      return before === undefined
        ? msg(str`${who} sets ${object} to ${after}.`, { id: "walk-writes-value" })
        : msg(str`${who} sets ${object} to ${after}; before, it was ${before}.`, { id: "walk-changes-value" });
    case "acquire":
      return msg(str`${who} acquires ${object}.`, { id: "walk-acquires" });
    case "release":
      return msg(str`${who} releases ${object}.`, { id: "walk-releases" });
    case "start":
      return msg(str`${who} starts ${object}.`, { id: "walk-starts" });
    case "join":
      return msg(str`${who} sees that ${object} has ended: join returns.`, { id: "walk-joins" });
    case "sleep":
      return msg(str`${who} sleeps for ${object}.`, { id: "walk-sleeps" });
    case "wait: release":
      return msg(str`${who} waits at ${object}, and lets go of its lock.`, { id: "walk-waits-at" });
    case "wait: wake":
      return msg(str`${who} wakes up, and has the lock of ${object} again.`, { id: "walk-wakes" });
    default: {
      const call = object ? `${object}.${operation}()` : `${operation}()`;
      return after === undefined
        ? msg(str`${who} calls ${call}.`, { id: "walk-calls" })
        : msg(str`${who} calls ${call}: ${after}.`, { id: "walk-calls-value", desc: "“Ann calls items.pop(): 3.”" });
    }
  }
}

/** Why another thread takes this step than the one before. */
export function ofChange({ from, why }: { from: number; why: Why }, names: readonly string[]): string {
  const who = threadName(from, names);
  switch (why) {
    case "preempted":
      return msg(str`Preemption: ${who} could have gone on, and is interrupted.`, { id: "walk-preempted" });
    case "ended":
      return msg(str`${who} has ended.`, { id: "walk-ended" });
    case "blocked":
      return msg(str`${who} has to wait.`, { id: "walk-blocked" });
    case "sleeps":
      return msg(str`${who} sleeps.`, { id: "walk-sleeping" });
    case "spins":
      return msg(str`${who} finds the same again, and waits for a change.`, { id: "walk-spins" });
  }
}

/** What goes wrong, by its pattern; nothing where it has none. */
export function ofConflict({ kind, object, lines }: Conflict): string {
  const [first = 0, last = 0] = [lines[0], lines.at(-1)];
  switch (kind) {
    case "lost-update":
      return msg(
        str`Lost update: line ${first} reads ${object}, then another thread writes it, and then the first thread writes its own result over that. The other thread’s update is lost.`,
        { id: "walk-lost-update" },
      );
    case "check-then-act":
      return lines.length > 2
        ? msg(
            str`Check-then-act: what line ${first} has found of ${object} is no longer so in line ${last}. Another thread has changed it in between.`,
            { id: "walk-check-then-act" },
          )
        : msg(
            str`Check-then-act: what line ${first} has found of ${object} is no longer so when the thread acts on it. Another thread has changed it in between.`,
            { id: "walk-check-then-act-later" },
          );
    case "lock-order":
      return msg(str`A circle: each of these threads holds what the next one waits for. None can ever go on.`, {
        id: "walk-lock-order",
      });
    case "lost-wake-up":
      return msg(
        str`Lost wake-up: ${object} was notified before the thread waits there, and nobody notifies it again.`,
        {
          id: "walk-lost-wake-up",
        },
      );
    default:
      return "";
  }
}
