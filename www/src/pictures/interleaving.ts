/** Steps of two threads on one number: a lane for each, the number between them, time from left to right, not to scale. */
import { msg, str } from "@lit/localize";
import { type SVGTemplateResult, svg } from "lit";
import type { Draw } from "../charts/chart";
import { number } from "../kit/format";
import { threadName } from "./words";

export interface Step {
  kind: "reads" | "writes";
  thread: number;
  value: number;
  /** When, in microseconds since the run began. */
  us: number;
}

export const stepWords = ({ kind, value }: Step): string =>
  kind === "reads"
    ? msg(str`reads ${number(value)}`, { desc: "what a thread does with a number" })
    : msg(str`writes ${number(value)}`, { desc: "what a thread does with a number" });

const ROW = 30;
const GAP = 16;
const TEXT = 6.6;

export function interleaved(steps: Step[]): Draw {
  const threads = [...new Set(steps.map(({ thread }) => thread))].slice(0, 2);
  return (width) => {
    const names = [
      threadName(threads[0] ?? 1),
      msg("number", { id: "number-of-threads-on-it", desc: "the number to which threads add: the name of its lane" }),
      threadName(threads[1] ?? 2),
    ];
    const left = Math.max(...names.map((name) => name.length)) * TEXT + 12;
    const column = (width - left) / Math.max(1, steps.length);
    const top = (row: number) => row * (ROW + GAP);
    const middle = (row: number) => top(row) + ROW / 2;
    // What the number is after each step.
    let now = steps[0]?.value ?? 0;
    const content: SVGTemplateResult[] = names.map(
      (name, row) => svg`<text class=${row === 1 ? "strong" : ""} x="0" y=${middle(row)} dy="0.35em">${name}</text>
        <line class="lane-line" x1=${left} x2=${width} y1=${middle(row)} y2=${middle(row)}></line>`,
    );
    steps.forEach((step, index) => {
      const row = step.thread === threads[0] ? 0 : 2;
      const [begin, centre] = [left + index * column + 3, left + (index + 0.5) * column];
      const isWrite = step.kind === "writes";
      if (isWrite) now = step.value;
      const near = row === 0 ? top(1) : top(1) + ROW;
      const far = row === 0 ? top(0) + ROW : top(2);
      const [from, to] = isWrite ? [far, near] : [near, far];
      const way = Math.sign(to - from);
      const words = stepWords(step);
      content.push(svg`<g class="step">
        <rect class="box s${isWrite ? 2 : 1} soft" x=${begin} y=${top(row)} width=${column - 6} height=${ROW} rx="3"></rect>
        <text x=${centre} y=${middle(row)} dy="0.35em" text-anchor="middle">${fitted(words, step, column - 8)}</text>
        <path class="way s${isWrite ? 2 : 1}" d="M${centre} ${from}V${to - way}m-4 ${-4 * way}l4 ${4 * way}l4 ${-4 * way}"></path>
        <rect class="paper ringed" x=${centre - 24} y=${top(1) + 2} width="48" height=${ROW - 4} rx="3"></rect>
        <text class="strong" x=${centre} y=${middle(1)} dy="0.35em" text-anchor="middle">${short(now)}</text>
      </g>`);
    });
    return { height: top(2) + ROW + 2, content };
  };
}

/** The words where there is room for them, and otherwise the number alone. */
function fitted(words: string, { value }: Step, width: number): string {
  return words.length * TEXT <= width ? words : short(value);
}

/** A number beside which there is little room: its end, which is what differs. */
function short(value: number): string {
  const all = number(value);
  return all.length <= 6 ? all : `…${all.slice(-5)}`;
}
