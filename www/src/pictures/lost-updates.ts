/** Of the additions that were made, those that are in the number and those that were lost. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumber } from "./read";
import { type Drawn, RunPicture } from "./run-picture";

export class LostUpdates extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const expected = asNumber(record?.result.expected);
    const actual = asNumber(record?.result.actual);
    const lost = asNumber(record?.result.lost);
    if (expected === undefined || actual === undefined || lost === undefined) return nothing;
    const share = expected > 0 ? Math.round((lost / expected) * 1000) / 10 : 0;
    const draw = bars({
      axis: msg("additions"),
      whole: true,
      bars: [
        { label: expectedOnes(), value: expected, series: 6 },
        {
          label: msg("actual", {
            id: "additions-actual",
            desc: "of additions: what came of them, against what was expected",
          }),
          value: expected,
          text:
            lost > 0
              ? msg(str`${number(lost)} lost`, { id: "additions-lost-so-many", desc: "of additions" })
              : msg("none lost", { id: "additions-none-lost", desc: "of additions" }),
          parts: [
            { value: actual, series: 1 },
            { value: lost, series: 2 },
          ],
          ghost: asNumber(this.previous?.result.actual),
        },
      ],
      legend: [
        { label: keptOnes(), series: 1, mark: "box" },
        { label: lostOnes(), series: 2, mark: "box" },
      ],
    });
    const table = {
      caption: msg("Additions"),
      heads: [msg("Which"), msg("Additions")],
      rows: [
        [expectedOnes(), expected],
        [keptOnes(), actual],
        [lostOnes(), lost],
      ],
    };
    const label = msg(
      str`Of ${number(expected)} additions ${number(actual)} were kept and ${number(lost)} lost, ${number(share)} %.`,
    );
    return html`<mh-chart heading=${msg("Kept and lost")} .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
  }
}

const expectedOnes = () => msg("expected", { id: "additions-expected", desc: "of additions" });
const keptOnes = () => msg("kept", { id: "additions-kept", desc: "of additions: those that are in the number" });
const lostOnes = () => msg("lost", { id: "additions-lost", desc: "of additions: those that are not in the number" });

customElements.define("mh-lost-updates", LostUpdates);
