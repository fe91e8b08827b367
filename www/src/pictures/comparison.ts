/** Threads and processes: each figure once, as a pair of bars; below it the lectures' comparison in words. */
import { msg, str } from "@lit/localize";
import { css, html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { ComparisonRow, Json, RunRecord } from "../api/types";
import { type UnmeasuredFigure, unmeasured } from "../api/unmeasured";
import { widthOf } from "../charts/axis";
import type { Draw } from "../charts/chart";
import { fillOf } from "../charts/marks";
import { bytes, isSame, number, quantity } from "../kit/format";
import "../charts/chart";
import { type Drawn, note, RunPicture } from "./run-picture";
import { shortly } from "./unmeasured";

type Measure = ComparisonRow["shown_by"][number];

/** One side of a measure: a size, or only words. */
interface Side {
  value: number | undefined;
  text: string;
}

interface Pair {
  what: string;
  sides: [threads: Side, processes: Side];
  /** Whether it is a yes or a no, which has no length. */
  isWord: boolean;
}

export class Comparison extends RunPicture {
  static override styles = [
    ...RunPicture.styles,
    css`
      details {
        margin-top: 0.4rem;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        table-layout: fixed;
        font-size: 0.92rem;
      }
      th,
      td {
        padding: 0.1rem 1.2rem 0.4rem 0;
        text-align: left;
        vertical-align: top;
        font-weight: normal;
      }
      thead th {
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.82rem;
      }
      tbody {
        border-top: 1px solid var(--rule);
      }
      .topic {
        padding: 0.3rem 0 0;
        font-weight: 600;
      }
    `,
  ];

  protected override draw(): Drawn {
    return html`${this.#figures()}
      <details ?open=${!this.record}>
        <summary>${msg("Line by line, in words")}</summary>
        <table>
          <caption class="unseen">
            ${msg("Threads and processes compared")}
          </caption>
          <thead>
            <tr>
              <th scope="col">${msg("Threads")}</th>
              <th scope="col">${msg("Processes")}</th>
            </tr>
          </thead>
          ${this.lesson.comparison.map(
            ({ topic, threads, processes }) => html`<tbody>
              <tr>
                <th scope="rowgroup" colspan="2" class="topic">${topic}</th>
              </tr>
              <tr>
                <td>${threads}</td>
                <td>${processes}</td>
              </tr>
            </tbody>`,
          )}
        </table>
      </details>`;
  }

  #figures(): TemplateResult | typeof nothing {
    const { record } = this;
    if (!record) return nothing;
    const missing = unmeasured(record);
    const pairs = measuresOf(this.lesson.comparison)
      .map((measure) => pairOf(record, measure, missing))
      .sort((a, b) => Number(a.isWord) - Number(b.isWord));
    const label = pairs
      .map(({ what, sides: [one, other] }) => msg(str`${what}: threads ${one.text}, processes ${other.text}`))
      .join("; ");
    const table = {
      caption: msg("Threads and processes, measured"),
      heads: [
        msg("What", { id: "what-was-measured", desc: "Column: what was measured" }),
        msg("Threads"),
        msg("Processes"),
      ],
      rows: pairs.map(({ what, sides }) => [
        what,
        ...sides.map(({ value, text }) => (value === undefined ? text : { value, text })),
      ]),
    };
    return html`<mh-chart heading=${msg("What each costs")} .label=${`${label}.`} .draw=${paired(pairs)} .table=${table}>
      ${reasons(record).map(note)}
    </mh-chart>`;
  }
}

/** Each measure once, in the order in which the lines name them. */
function measuresOf(rows: ComparisonRow[]): Measure[] {
  const all = rows.flatMap(({ shown_by }) => shown_by);
  return all.filter((one, index) => all.findIndex(({ threads }) => threads === one.threads) === index);
}

function pairOf(record: RunRecord, { what, threads, processes }: Measure, missing: UnmeasuredFigure[]): Pair {
  const values = [at(record, threads), at(record, processes)];
  const side = (path: string, value: Json | undefined): Side => {
    const why = missing.find(({ key }) => path === `result.${key}` || path === key);
    if (value === null || value === undefined)
      return { value: undefined, text: why ? shortly(why) : msg("cannot be measured here") };
    return { value: typeof value === "number" ? value : undefined, text: shown(value, path) };
  };
  return {
    what,
    sides: [side(threads, values[0]), side(processes, values[1])],
    isWord: values.every((value) => typeof value === "boolean"),
  };
}

const TITLE_PX = 18;
const BAR_PX = 13;
const GAP_PX = 9;

/** For each measure the two bars, the longer as long as there is room; what is no size stands in words. */
function paired(pairs: Pair[]): Draw {
  return (width) => {
    const names = [msg("threads"), msg("processes")];
    const left = Math.max(...names.map(widthOf)) + 8;
    const right = Math.max(...pairs.flatMap(({ sides }) => sides.map(({ text }) => widthOf(text)))) + 10;
    const room = Math.max(30, width - left - Math.min(right, width / 2));
    const content: SVGTemplateResult[] = [];
    let y = 0;
    for (const { what, sides, isWord } of pairs) {
      for (const line of linesOf(what, width)) {
        content.push(svg`<text x="0" y=${y + 13}>${line}</text>`);
        y += TITLE_PX - 2;
      }
      y += 2;
      if (isWord) {
        const [threads, processes] = sides;
        const said = msg(str`threads: ${threads.text}, processes: ${processes.text}`);
        content.push(svg`<text class="strong" x="0" y=${y + 11}>${said}</text>`);
        y += TITLE_PX + 4;
        continue;
      }
      const most = Math.max(...sides.map(({ value }) => value ?? 0));
      const least = Math.min(...sides.map(({ value }) => value ?? 0));
      sides.forEach(({ value, text }, index) => {
        const [length, middle] = [value && most > 0 ? Math.max(1.5, (room * value) / most) : 0, y + BAR_PX / 2];
        // The shorter bar has room beside it.
        const longer = value === least && least > 0 && most > least ? `${text}, ${timesLess(most / least)}` : text;
        const told = left + length + 6 + widthOf(longer) <= width ? longer : text;
        content.push(
          svg`<g class="bar"><g class="axis"><text x="0" y=${middle} dy="0.35em">${names[index] ?? ""}</text></g>
            ${value === undefined ? "" : svg`<rect class="box s${index + 1}" x=${left} y=${y} width=${length} height=${BAR_PX - 2} fill=${fillOf(index + 1)}></rect>`}
            <text class="halo" x=${left + (value === undefined ? 0 : length + 6)} y=${middle} dy="0.35em">${told}</text></g>`,
        );
        y += BAR_PX;
      });
      y += GAP_PX;
    }
    return { height: y, content };
  };
}

function timesLess(ratio: number): string {
  if (isSame(ratio)) return msg("about the same");
  return msg(str`${number(Number(ratio.toPrecision(2)))} times less`, {
    desc: "a time or memory, against the other’s",
  });
}

/** Cut between words where it is wider than this. */
function linesOf(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (widthOf(longer) * 0.92 <= width || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Why the memory is missing, where it is. */
function reasons({ metrics }: RunRecord): string[] {
  const { threads_memory_unknown: threads, processes_memory_unknown: processes } = metrics;
  return [
    ...(typeof threads === "string" ? [msg(str`The memory of threads is missing: ${threads}.`)] : []),
    ...(typeof processes === "string" ? [msg(str`The memory of processes is missing: ${processes}.`)] : []),
  ];
}

/** What stands at `result.threads.spawn_ms` of a record; `null` where nothing does. */
function at(record: RunRecord, path: string): Json {
  let value: Json = { result: record.result, metrics: record.metrics };
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    value = value[key] ?? null;
  }
  return value;
}

/** A value in words. */
function shown(value: Json, path: string): string {
  if (typeof value === "boolean") return value ? msg("yes") : msg("no");
  if (typeof value !== "number") return String(value);
  return path.endsWith("_bytes") ? bytes(value) : quantity(value, path);
}

customElements.define("mh-comparison", Comparison);
