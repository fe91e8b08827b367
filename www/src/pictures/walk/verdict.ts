/** What a search has found, in a sentence: never more than it has looked at. */
import { msg, str } from "@lit/localize";
import { SCHEDULE } from "../../api/own-program";
import type { Json, Params } from "../../api/types";
import { counted, number } from "../../kit/format";
import { asNumber, asObject, asObjects, asText, asTexts } from "../read";

type Result = { [key: string]: Json };

export const preemptions = (count: number) => counted(count, msg("preemption"), msg("preemptions"));
export const schedules = (count: number) => counted(count, msg("schedule"), msg("schedules", { id: "walk-schedules" }));

/** Of these outcomes the one whose steps the result has: the shortest that is broken; else the one that the fewest schedules lead to. */
export function shownOf(outcomes: readonly Result[]): Result | undefined {
  const of = (outcome: Result, name: string) => asNumber(outcome[name]) ?? 0;
  const shorter = (a: Result, b: Result) =>
    of(a, "preemptions") - of(b, "preemptions") ||
    of(a, "switches") - of(b, "switches") ||
    of(a, "steps") - of(b, "steps");
  const [broken] = outcomes.filter(({ kind }) => kind !== "finished").sort(shorter);
  if (broken) return broken;
  return [...outcomes].sort((a, b) => of(a, "schedules") - of(b, "schedules") || shorter(a, b))[0];
}

/** How a run ends, in a few words. */
export function endingName(outcome: Result): string {
  const exception = asObject(outcome.exception);
  switch (asText(outcome.kind)) {
    case "raised": {
      const type = asText(exception.type);
      const message = asText(exception.message);
      const thread = asText(exception.thread);
      const what = message ? `${type}: ${message}` : type;
      if (type && thread !== "" && thread !== "MainThread")
        return msg(str`${what}, in ${thread}`, {
          id: "walk-raised-in",
          desc: "“IndexError: pop from empty list, in Ann”",
        });
      if (type) return what;
      return msg(str`exit status ${asNumber(outcome.exit) ?? 1}`, { id: "walk-exit" });
    }
    case "deadlock":
      return msg("deadlock", { desc: "how a run of a program ends" });
    case "livelock":
      return msg("livelock: it goes on for ever", { id: "walk-livelock" });
    default: {
      const output = asText(outcome.output).trimEnd();
      const shown = output.length > 40 ? `${output.slice(0, 40)}…` : output;
      return output === ""
        ? msg("no error", { id: "walk-finished", desc: "how a run of a program ends: without an exception" })
        : msg(str`no error, and “${shown}” is printed`, { id: "walk-prints-at-end" });
    }
  }
}

/** Whether one schedule alone was run, and nothing searched. */
export const isReplayed = (params: Params) => typeof params[SCHEDULE] === "string";

/** `isReplay` where one schedule alone was run. */
export function verdictOf(result: Result, isReplay: boolean): string | undefined {
  const sentence = sentenceOf(result, isReplay);
  const why = isReplay ? asTexts(result.why) : [];
  return why.length > 0 ? `${sentence} ${why.join(". ")}.` : sentence;
}

function sentenceOf(result: Result, isReplay: boolean): string | undefined {
  const outcomes = asObjects(result.outcomes);
  const shown = shownOf(outcomes);
  const run = asNumber(result.schedules_run);
  if (run === undefined) return undefined;
  const ran = schedules(run);
  const ending = shown ? endingName(shown) : "";
  switch (asText(result.verdict)) {
    case "breaks": {
      if (isReplay) return msg(str`This schedule breaks the program: ${ending}.`, { id: "walk-replayed" });
      const broken = outcomes
        .filter(({ kind }) => kind !== "finished")
        .reduce((sum, { schedules }) => sum + (asNumber(schedules) ?? 0), 0);
      const some =
        result.always === true
          ? msg(str`Every schedule that was run breaks the program: ${ran}.`, { id: "walk-always" })
          : broken === 1
            ? msg(str`One of ${ran} breaks the program.`, { id: "walk-breaks-one" })
            : msg(str`${number(broken)} of ${ran} break the program.`, {
                id: "walk-breaks",
                desc: "“22 of 60 schedules …”",
              });
      const least = asNumber(shown?.preemptions) ?? 0;
      const many = preemptions(least);
      const short =
        least === 0
          ? msg(str`No preemption is needed: ${ending}.`, { id: "walk-shortest-none" })
          : shown?.shortest
            ? msg(str`It takes ${many}: ${ending}.`, { id: "walk-shortest" })
            : msg(str`The fewest that were seen to do it are ${many}: ${ending}.`, { id: "walk-shortest-seen" });
      return `${some} ${short}`;
    }
    case "differs":
      return msg(
        str`How the program ends depends on the schedule: ${number(outcomes.length)} endings in ${ran}. None raises an exception or waits for ever.`,
        {
          id: "walk-differs",
        },
      );
    case "holds":
      return msg(
        str`It holds: all ${ran} end the same, with ${ending}, and with any number of preemptions no other ending is possible.`,
        { id: "walk-holds" },
      );
    case "holds-within": {
      const many = preemptions(asNumber(result.completed_preemptions) ?? 0);
      return msg(
        str`It holds as far as was looked: all ${ran} that were run end the same, with ${ending}, among them every one with at most ${many}. Those with more were not all run.`,
        {
          id: "walk-holds-within",
        },
      );
    }
    default: {
      if (isReplay && !shown)
        return msg("With this schedule the program came to no end in the time given.", { id: "walk-replayed-endless" });
      if (isReplay && shown) return msg(str`With this schedule: ${endingName(shown)}.`, { id: "walk-replayed-well" });
      const why = asTexts(result.why);
      return why.length > 0
        ? msg(str`Not decided: something in this program is beyond the search’s control. ${why.join(". ")}.`, {
            id: "walk-uncontrolled",
          })
        : msg(
            str`Not decided: in the time given not even every schedule without a preemption was run. No ending was broken in ${ran}.`,
            {
              id: "walk-no-time",
            },
          );
    }
  }
}
