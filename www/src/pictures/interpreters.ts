/** The speed-up under each interpreter, beside one thread and beside the number of threads. */
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { number } from "../elements/format";
import "../charts/chart";
import { type Drawn, RunPicture } from "./picture";
import { asNumber, asObject } from "./read";

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
      axis: "speed-up",
      bars: ways.map(({ name, speedup }) => ({
        label: words(name),
        value: speedup,
        text: number(Math.round(speedup * 100) / 100),
        series: name === "gil" ? 3 : 1,
      })),
      references: [
        { value: 1, label: "as quick as one thread" },
        ...(threads > 1 ? [{ value: threads, label: `${threads} threads` }] : []),
      ],
    });
    const table = {
      caption: "The interpreters",
      heads: ["Interpreter", "Time (ms)", "Speed-up", "Switches of the lock", "Processors busy"],
      rows: ways.map(({ name, wall, speedup, switches, busy }) => [words(name), wall, speedup, switches, busy]),
    };
    const label = `Speed-up with ${threads} threads: ${ways.map(({ name, speedup }) => `${words(name)} ${number(Math.round(speedup * 100) / 100)}`).join(", ")}.`;
    return html`<mh-chart heading="Speed-up under each interpreter" .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
  }
}

function words(name: string): string {
  return name === "gil" ? "GIL" : name.replaceAll("-", " ");
}

customElements.define("mh-interpreters", Interpreters);
