/** The time of one worker beside the time of all, and the speed-up beside the ideal. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { counted, ms, number } from "../kit/format";
import "../charts/chart";
import { asNumber } from "./read";
import { type Drawn, RunPicture } from "./run-picture";

export class Speedup extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const serial = asNumber(record?.result.serial_ms);
    const parallel = asNumber(record?.result.parallel_ms);
    const speedup = asNumber(record?.result.speedup);
    if (!record || serial === undefined || parallel === undefined || speedup === undefined) return nothing;
    const { workers } = record.metrics;
    const counts = counted(workers, msg("worker"), msg("workers"));
    const all = msg(str`the pool, ${counts}`);
    const before = (key: string) => asNumber(this.previous?.result[key]);
    const times = bars({
      axis: msg("time (ms)"),
      bars: [
        { label: msg("one worker"), value: serial, text: ms(serial), series: 6, ghost: before("serial_ms") },
        { label: all, value: parallel, text: ms(parallel), ghost: before("parallel_ms") },
      ],
    });
    const against = bars({
      axis: msg("speed-up"),
      bars: [
        {
          label: msg("measured"),
          value: speedup,
          text: number(Math.round(speedup * 100) / 100),
          ghost: before("speedup"),
        },
      ],
      references: [
        { value: 1, label: msg("as quick as one", { desc: "one worker" }) },
        ...(workers > 1 ? [{ value: workers, label: msg(str`ideal: ${workers}`) }] : []),
      ],
    });
    const label = msg(str`One worker took ${ms(serial)}, the pool of ${workers} took ${ms(parallel)}.`);
    const table = {
      caption: msg("Times", { id: "durations", desc: "how long each took" }),
      heads: [msg("Who"), msg("Time (ms)")],
      rows: [
        [msg("one worker"), serial],
        [all, parallel],
      ],
    };
    const ratio = {
      caption: msg("Speed-up"),
      heads: [msg("Which"), msg("Speed-up")],
      rows: [
        [msg("measured"), speedup],
        [msg("ideal"), workers],
      ],
    };
    return html`<mh-chart heading=${msg("One worker and all of them")} .label=${label} .draw=${times} .table=${table}></mh-chart>
      <mh-chart
        heading=${msg("Speed-up")}
        .label=${msg(str`Speed-up ${number(speedup)}; the ideal is ${workers}.`)}
        .draw=${against}
        .table=${ratio}
      ></mh-chart>`;
  }
}

customElements.define("mh-speedup", Speedup);
