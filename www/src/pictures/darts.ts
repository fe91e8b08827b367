/**
 * The first points of the run, where they fall. The engine is asked for them: it has the generators, so that what is
 * drawn is what was counted.
 */
import { msg, str } from "@lit/localize";
import { html, nothing, type PropertyValues, svg } from "lit";
import { ManyhandsError, messageOf } from "../api/errors";
import type { RunRecord } from "../api/types";
import type { Drawing } from "../charts/chart";
import { runs } from "../engine/runs";
import { number } from "../kit/format";
import { inView } from "../kit/later";
import "../charts/chart";
import { asList, asNumber } from "./read";
import { type Drawn, note, RunPicture } from "./run-picture";
import { insideCircle } from "./words";

const MOST_DARTS = 2000;
const WIDEST = 220;
/** The points fall within this time, unless a reader wants nothing to move. */
const FALL_MS = 1500;

interface Dart {
  x: number;
  y: number;
  isInside: boolean;
}

interface Thrown {
  record: RunRecord;
  darts: Dart[];
  inside: number;
}

export class Darts extends RunPicture {
  static override properties = {
    ...RunPicture.properties,
    _thrown: { state: true },
    _problem: { state: true },
    _fallen: { state: true },
  };

  declare _thrown: Thrown | undefined;
  declare _problem: string;
  /** How many of them are drawn: they fall one after the other. */
  declare _fallen: number;
  #frame = 0;

  constructor() {
    super();
    this._thrown = undefined;
    this._problem = "";
    this._fallen = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  protected override forget(): void {
    this._thrown = undefined;
    this._problem = "";
    this._fallen = 0;
    cancelAnimationFrame(this.#frame);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("record") && this.record) void this.#throw(this.record);
  }

  /** Once somebody looks: it takes the engine, which no reader should have to load for what is out of view. */
  async #throw(record: RunRecord): Promise<void> {
    await inView(this);
    if (record !== this.record) return;
    const points = Math.min(MOST_DARTS, asNumber(record.params.points) ?? 0);
    const { generator = null, seed = null } = record.params;
    try {
      const { result } = await runs.run("pi-darts", { points, generator, seed }, { door: "page" });
      if (record !== this.record) return;
      const darts = asList(result.darts).flatMap((dart) => {
        const [x, y, isInside] = asList(dart);
        return typeof x === "number" && typeof y === "number" ? [{ x, y, isInside: isInside === true }] : [];
      });
      this._thrown = { record, darts, inside: asNumber(result.inside) ?? 0 };
      this.#fall(darts.length);
    } catch (reason) {
      // Whoever stopped all runs knows why there are none.
      const isStopped = reason instanceof ManyhandsError && reason.kind === "cancelled";
      if (record === this.record && !isStopped) this._problem = messageOf(reason);
    }
  }

  #fall(points: number): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this._fallen = points;
      return;
    }
    const begin = performance.now();
    const step = () => {
      const part = Math.min(1, (performance.now() - begin) / FALL_MS);
      this._fallen = Math.ceil(points * part);
      if (part < 1 && this.isConnected) this.#frame = requestAnimationFrame(step);
      else this._fallen = points;
    };
    step();
  }

  protected override draw(): Drawn {
    const { record } = this;
    if (!record) return nothing;
    if (this._problem) return html`<p class="aside">${msg(str`The points could not be drawn: ${this._problem}`)}</p>`;
    const thrown = this._thrown?.record === record ? this._thrown : undefined;
    const darts = thrown?.darts ?? [];
    const table = {
      caption: msg("The first points"),
      heads: [msg("Where"), msg("Points")],
      rows: thrown
        ? [
            [insideCircle(), thrown.inside],
            [outsideCircle(), darts.length - thrown.inside],
            [msg("in all", { id: "points-in-all", desc: "of points: all together" }), darts.length],
          ]
        : [],
    };
    const label = thrown
      ? counted(thrown, asNumber(record.params.points) ?? 0)
      : msg("The engine throws the first points once more, to show where they fall.");
    return html`<mh-chart
      heading=${msg("Where the points fall")}
      .label=${label}
      .draw=${(width: number) => square(darts.slice(0, this._fallen), width)}
      .table=${table}
    >
      ${note(label)}
    </mh-chart>`;
  }
}

function counted({ darts, inside }: Thrown, all: number): string {
  const [shown, hits, pi] = [number(darts.length), number(inside), number((4 * inside) / darts.length)];
  return darts.length < all
    ? msg(str`Of the first ${shown} of ${number(all)} points, ${hits} are inside: 4 × ${hits} ÷ ${shown} = ${pi}.`)
    : msg(str`Of all ${number(all)} points, ${hits} are inside: 4 × ${hits} ÷ ${shown} = ${pi}.`);
}

const outsideCircle = () =>
  msg("outside", { id: "points-outside", desc: "of points: those that fall outside the circle" });

/** The quarter of the circle in its square; inside are dots, outside are crosses. */
function square(darts: Dart[], width: number): Drawing {
  const side = Math.min(WIDEST, width - 2);
  const place = ({ x, y }: Dart) => [1 + x * side, 1 + (1 - y) * side].map((at) => at.toFixed(1)).join(" ");
  const dots = darts.filter((dart) => dart.isInside).map((dart) => `M${place(dart)}h0`);
  const crosses = darts.filter((dart) => !dart.isInside).map((dart) => `M${place(dart)}m-1.5-1.5l3 3m0-3l-3 3`);
  return {
    height: side + 2,
    content: svg`<rect class="square" x="1" y="1" width=${side} height=${side}></rect>
      <path class="arc" d=${`M1 1A${side} ${side} 0 0 1 ${1 + side} ${1 + side}`}></path>
      <path class="way s1 dots" d=${dots.join("")} stroke-linecap="round"></path>
      <path class="way s2 crosses" d=${crosses.join("")}></path>`,
    legend: [
      { label: insideCircle(), series: 1, mark: "dot" },
      { label: outsideCircle(), series: 2, mark: "cross" },
    ],
  };
}

customElements.define("mh-darts", Darts);
