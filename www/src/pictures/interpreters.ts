/** The speed-up under each interpreter, beside one thread and beside the number of threads. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { unmeasured } from "../api/unmeasured";
import { bars } from "../charts/bars";
import { faster, isSame, number } from "../kit/format";
import "../charts/chart";
import { asNumber, asObject } from "./read";
import { type Drawn, RunPicture } from "./run-picture";
import { shortly } from "./unmeasured";
import { interpreterName } from "./words";

export class Interpreters extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const threads = asNumber(record?.params.threads);
    if (!record || threads === undefined) return nothing;
    const missing = new Map(unmeasured(record).map((figure) => [figure.key, figure]));
    const ways = Object.entries(record.result).map(([name, way]) => {
      const value = asObject(way);
      const of = (key: string) => {
        const why = missing.get(`${name}.${key}`);
        return asNumber(value[key]) ?? (why ? shortly(why) : "–");
      };
      return { name, wall: of("wall_ms"), speedup: of("speedup"), switches: of("switches"), busy: of("busy_cores") };
    });
    // More than the processors can do at once is not to be had, but that threads which wait need none.
    const processors = asNumber(record.params.io_fraction)
      ? threads
      : Math.min(threads, record.environment.logical_processors);
    if (ways.length === 0) return nothing;
    const draw = bars({
      bars: ways.map(({ name, speedup }) => ({
        label: interpreterName(name),
        value: typeof speedup === "number" ? speedup : 0,
        text: said(speedup),
        series: name === "gil" ? 3 : 1,
        ghost: asNumber(asObject(this.previous?.result[name]).speedup),
      })),
      references: [
        { value: 1, label: msg("as quick as one thread") },
        ...(processors > 1 ? [{ value: processors, label: msg(str`ideal: ${processors}`) }] : []),
      ],
    });
    const table = {
      caption: msg("The interpreters"),
      heads: [
        msg("Interpreter"),
        msg("Time (ms)"),
        msg("Speed-up"),
        msg("Switches of the lock"),
        msg("Processors busy"),
      ],
      rows: ways.map(({ name, wall, speedup, switches, busy }) => [
        interpreterName(name),
        wall,
        speedup,
        switches,
        busy,
      ]),
    };
    const each = ways.map(({ name, speedup }) => `${interpreterName(name)} ${said(speedup)}`).join(", ");
    const label = msg(str`Speed-up with ${threads} threads: ${each}.`);
    return html`<mh-chart heading=${msg("Speed-up under each interpreter")} .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
  }
}

/** A speed-up, or why there is none. */
function said(speedup: number | string): string {
  if (typeof speedup === "string") return speedup;
  return speedup < 1 && !isSame(speedup) ? faster(speedup) : number(Math.round(speedup * 100) / 100);
}

customElements.define("mh-interpreters", Interpreters);
