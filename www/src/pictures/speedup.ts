/** The time of one worker beside the time of all, and the speed-up beside the ideal. */
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { counted, ms, number } from "../elements/format";
import "../charts/chart";
import { type Drawn, RunPicture } from "./picture";
import { asNumber } from "./read";

export class Speedup extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const serial = asNumber(record?.result.serial_ms);
    const parallel = asNumber(record?.result.parallel_ms);
    const speedup = asNumber(record?.result.speedup);
    if (!record || serial === undefined || parallel === undefined || speedup === undefined) return nothing;
    const { workers } = record.metrics;
    const all = `the pool, ${counted(workers, "worker")}`;
    const times = bars({
      axis: "time (ms)",
      bars: [
        { label: "one worker", value: serial, text: ms(serial), series: 6 },
        { label: all, value: parallel, text: ms(parallel) },
      ],
    });
    const against = bars({
      axis: "speed-up",
      bars: [{ label: "measured", value: speedup, text: number(Math.round(speedup * 100) / 100) }],
      references: [
        { value: 1, label: "as quick as one" },
        ...(workers > 1 ? [{ value: workers, label: `ideal: ${workers}` }] : []),
      ],
    });
    const label = `One worker took ${ms(serial)}, the pool of ${workers} took ${ms(parallel)}.`;
    const table = {
      caption: "Times",
      heads: ["Who", "Time (ms)"],
      rows: [
        ["one worker", serial],
        [all, parallel],
      ],
    };
    const ratio = {
      caption: "Speed-up",
      heads: ["Which", "Speed-up"],
      rows: [
        ["measured", speedup],
        ["ideal", workers],
      ],
    };
    return html`<mh-chart heading="One worker and all of them" .label=${label} .draw=${times} .table=${table}></mh-chart>
      <mh-chart
        heading="Speed-up"
        .label=${`Speed-up ${number(speedup)}; the ideal is ${workers}.`}
        .draw=${against}
        .table=${ratio}
      ></mh-chart>`;
  }
}

customElements.define("mh-speedup", Speedup);
