/** How the reader's own program ended, in a sentence. */
import { msg, str } from "@lit/localize";
import { MAIN_FILE } from "../api/own-program";
import type { Json, RunRecord } from "../api/types";
import { bytes, number } from "../kit/format";
import { asNumber, asObject, asObjects } from "./read";

export function programEnd({ result, metrics }: RunRecord): string | undefined {
  const exit = asNumber(result.exit);
  if (exit === undefined) return undefined;
  const status = number(exit);
  const what = result.exception ? raised(asObject(result.exception)) : "";
  const end = what
    ? msg(str`The program ended with exit status ${status}: ${what}.`, {
        desc: "“The program ended with exit status 1: ZeroDivisionError in line 3.”",
      })
    : msg(str`The program ended with exit status ${status}.`);
  const parts = [end, threadsEnd(asObjects(result.thread_exceptions)), copying(asNumber(result.processes), metrics)];
  return parts.filter(Boolean).join(" ");
}

/** What it took that processes have memories of their own. */
function copying(processes: number | undefined, metrics: RunRecord["metrics"]): string | undefined {
  const [messages, copied] = [asNumber(metrics.messages), asNumber(metrics.copied_bytes)];
  if (!processes || messages === undefined || copied === undefined) return undefined;
  const size = bytes(copied);
  const started =
    processes === 1 ? msg("It started one process.") : msg(str`It started ${number(processes)} processes.`);
  const went =
    messages === 1
      ? msg(str`One message went between them; ${size} were copied.`)
      : msg(str`${number(messages)} messages went between them; ${size} were copied.`, {
          desc: "“14 messages went between them; 3.1 KiB were copied.”",
        });
  return `${started} ${went}`;
}

function threadsEnd(exceptions: { [key: string]: Json }[]): string | undefined {
  const [first] = exceptions;
  if (!first) return undefined;
  const [thread, what] = [String(first.thread), raised(first)];
  return exceptions.length === 1
    ? msg(str`The thread ${thread} ended with ${what}.`, {
        desc: "“The thread Thread-1 ended with ValueError in line 7.”",
      })
    : msg(str`${number(exceptions.length)} threads ended with an exception, ${thread} first: ${what}.`, {
        desc: "“2 threads ended with an exception, Thread-1 first: ValueError in line 7.”",
      });
}

/** “ZeroDivisionError in line 3” */
function raised({ type, file, line }: { [key: string]: Json }): string {
  const name = String(type);
  if (typeof line !== "number" || line < 1) return name;
  const place = typeof file === "string" ? file.replace(/^.*\//, "") : MAIN_FILE;
  return place === MAIN_FILE
    ? msg(str`${name} in line ${line}`, { desc: "an exception, and where it was raised" })
    : msg(str`${name} in line ${line} of ${place}`, {
        desc: "an exception, and where it was raised: a line of a file",
      });
}
