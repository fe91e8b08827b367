/** Of the additions that were made, those that are in the number and those that were lost. */
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { number } from "../elements/format";
import "../charts/chart";
import { type Drawn, RunPicture } from "./picture";
import { asNumber } from "./read";

export class LostUpdates extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const expected = asNumber(record?.result.expected);
    const actual = asNumber(record?.result.actual);
    const lost = asNumber(record?.result.lost);
    if (expected === undefined || actual === undefined || lost === undefined) return nothing;
    const share = expected > 0 ? Math.round((lost / expected) * 1000) / 10 : 0;
    const draw = bars({
      axis: "additions",
      whole: true,
      bars: [
        { label: "expected", value: expected, series: 6 },
        {
          label: "actual",
          value: expected,
          text: lost > 0 ? `${number(lost)} lost` : "none lost",
          parts: [
            { value: actual, series: 1 },
            { value: lost, series: 2 },
          ],
        },
      ],
      legend: [
        { label: "kept", series: 1, mark: "box" },
        { label: "lost", series: 2, mark: "box" },
      ],
    });
    const table = {
      caption: "Additions",
      heads: ["Which", "Additions"],
      rows: [
        ["expected", expected],
        ["kept", actual],
        ["lost", lost],
      ],
    };
    const label = `Of ${number(expected)} additions ${number(actual)} were kept and ${number(lost)} lost, ${share} %.`;
    return html`<mh-chart heading="Kept and lost" .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
  }
}

customElements.define("mh-lost-updates", LostUpdates);
