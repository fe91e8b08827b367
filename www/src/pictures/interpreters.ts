/** The speed-up under each interpreter, beside one thread and beside the number of threads. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumber, asObject } from "./read";
import { type Drawn, RunPicture } from "./run-picture";
import { interpreterName } from "./words";

export class Interpreters extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const threads = asNumber(record?.params.threads);
    if (!record || threads === undefined) return nothing;
    const ways = Object.entries(record.result).map(([name, way]) => {
      const value = asObject(way);
      const of = (key: string) => asNumber(value[key]) ?? 0;
      return { name, wall: of("wall_ms"), speedup: of("speedup"), switches: of("switches"), busy: of("busy_cores") };
    });
    if (ways.length === 0) return nothing;
    const draw = bars({
      bars: ways.map(({ name, speedup }) => ({
        label: interpreterName(name),
        value: speedup,
        text: rounded(speedup),
        series: name === "gil" ? 3 : 1,
        ghost: asNumber(asObject(this.previous?.result[name]).speedup),
      })),
      references: [
        { value: 1, label: msg("as quick as one thread") },
        ...(threads > 1 ? [{ value: threads, label: msg(str`${threads} threads`) }] : []),
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
    const each = ways.map(({ name, speedup }) => `${interpreterName(name)} ${rounded(speedup)}`).join(", ");
    const label = msg(str`Speed-up with ${threads} threads: ${each}.`);
    return html`<mh-chart heading=${msg("Speed-up under each interpreter")} .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
  }
}

function rounded(speedup: number): string {
  return number(Math.round(speedup * 100) / 100);
}

customElements.define("mh-interpreters", Interpreters);
