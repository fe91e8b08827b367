/** Printed lines as a terminal shows them; those of stderr have a sign beside them, since a colour alone would not tell. */
import { msg, str } from "@lit/localize";
import { css } from "lit";
import { streamOf } from "../api/stream";
import type { OutputLine } from "../api/types";
import { fixed } from "../kit/format";

export const terminalStyles = css`
  :host([terminal]) .screen {
    border: 1px solid var(--rule);
    border-radius: 3px;
    background: var(--wash);
    font-family: var(--mono);
    font-size: 0.85rem;
    line-height: 1.4;
  }
  :host([terminal]) [role="log"] {
    max-height: var(--terminal-height, min(24rem, 60svh));
    padding: 0.1rem 0.7rem;
    border: 0;
    background: none;
    font-size: inherit;
    line-height: inherit;
  }
  .command {
    padding: 0.35rem 0.7rem 0;
    color: var(--quiet);
    user-select: none;
    -webkit-user-select: none;
  }
  [role="log"] + .command {
    padding: 0.1rem 0.7rem 0.35rem;
  }
  .failed::before {
    content: "✕ ";
    color: var(--bad);
  }
  .printed {
    min-height: 1lh;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 8;
  }
  .printed b {
    font-weight: 600;
  }
  .stderr {
    margin-left: -0.7rem;
    padding-left: calc(0.7rem - 3px);
    border-left: 3px solid var(--bad);
    color: var(--bad);
  }
  .stderr:not(.stderr + .stderr)::before {
    content: "stderr";
    float: right;
    margin-left: 1ch;
    padding: 0 0.3em;
    border: 1px solid currentcolor;
    border-radius: 3px;
    font-size: 0.8em;
    line-height: 1.4;
  }
`;

/** Who printed it, and when, is said where it is pointed at. */
export function terminalLine(printed: OutputLine, names: ReadonlyMap<number, string>): HTMLElement {
  const { worker, text, t_us } = printed;
  const isError = streamOf(printed) === "stderr";
  const line = document.createElement("div");
  line.className = isError ? "printed stderr" : "printed";
  const [who, time] = [names.get(worker), fixed(t_us / 1000, 2)];
  line.title =
    who === undefined
      ? msg(str`after ${time} ms`, { desc: "when a line was printed" })
      : msg(str`${who}, after ${time} ms`, { desc: "which thread printed a line, and when" });
  line.append(text);
  return line;
}

/** What was typed, behind its prompt; in one piece, as it is copied. */
export function typedLine(prompt: string, typed: string): HTMLElement {
  const line = document.createElement("div");
  line.className = "printed";
  const whole = document.createElement("span");
  const answer = document.createElement("b");
  answer.append(typed);
  whole.append(prompt, answer);
  line.append(whole);
  return line;
}
