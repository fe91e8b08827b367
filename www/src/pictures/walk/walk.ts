/**
 * A walk through the schedule that a search has found: the program with a mark for each thread, the table of its steps, and what
 * is so between them. Forwards and backwards, by hand, by the keys, or from row to row.
 */
import { msg, str } from "@lit/localize";
import { html, nothing, type PropertyValues } from "lit";
import { messageOf } from "../../api/errors";
import { isMainFile, PROGRAM, SCHEDULE, STEP } from "../../api/own-program";
import type { Json, RunRecord } from "../../api/types";
import { seriesOf } from "../../charts/marks";
import { runs } from "../../engine/runs";
import { download } from "../../kit/browser";
import { number } from "../../kit/format";
import { takesKey } from "../../kit/keys";
import { controls } from "../../styles/sheets";
import { asNumber, asObject, asObjects, asText, asTexts } from "../read";
import { type Drawn, type LinkEvent, RunPicture } from "../run-picture";
import { waitsPicture } from "./graph";
import "./race";
import { picture } from "./slide";
import { conflictOf, type End, type Scene, type Step, sceneAt, stepsOf, threadsOf, waitOf } from "./story";
import { endingName, isReplayed, preemptions, schedules, shownOf, verdictOf } from "./verdict";
import { walkStyles } from "./walk-styles";
import { inCell, inWords, ofChange, ofConflict, tagOf, threadName } from "./words";

/** So many endings have a button each. */
const MOST_ENDINGS = 12;

/** So many steps before and after the one that was taken are in the table. */
const MOST_ROWS = 300;

/** So much of a narrow window Run takes at its lower edge. */
const BAR = 90;

/** What stands before a schedule's runs. */
const PREFIX = "x1-12345678-";

type Result = { [key: string]: Json };

export class Walk extends RunPicture {
  static override properties = {
    ...RunPicture.properties,
    _at: { state: true },
    _own: { state: true },
    _said: { state: true },
    _isBusy: { state: true },
  };

  /** How many steps were taken. */
  declare _at: number;
  /** The schedule that was chosen by hand, or another ending's: what came of it. */
  declare _own: Result | undefined;
  declare _said: string;
  declare _isBusy: boolean;
  #steps: Step[] = [];
  #threads: number[] = [];
  #names: string[] = [];
  #replaying: AbortController | undefined;

  static override styles = [controls, walkStyles];

  constructor() {
    super();
    this._at = 0;
    this._own = undefined;
    this._said = "";
    this._isBusy = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has("record")) {
      this.#replaying?.abort();
      this._own = undefined;
      this._said = "";
    }
    if (changed.has("record") || changed.has("_own")) {
      this.#steps = stepsOf(this.#result);
      this.#names = asTexts(this.#result?.threads);
      this.#threads = threadsOf(this.#steps, this.#end(this.#result ?? {}));
      const first = this._own ? 0 : (asNumber(this.record?.params[STEP]) ?? 0);
      if (!changed.has("_at")) this._at = Math.min(first, this.#steps.length);
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("_at")) {
      for (const row of this.renderRoot.querySelectorAll(".now, .taken")) keepInSight(row);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#replaying?.abort();
  }

  get #result(): Result | undefined {
    return this._own ?? (this.record?.result as Result | undefined);
  }

  protected override draw(): Drawn {
    const { record } = this;
    const result = this.#result;
    if (!record || !result) return nothing;
    const steps = this.#steps;
    const scene = this.#scene(result);
    return html`<section aria-labelledby="heading">
      <h2 id="heading" class="unseen">${msg("The schedule, step by step")}</h2>
      ${this.#endings(record, result)}
      ${this._own ? html`<p class="own">${verdictOf(this._own, true)} ${this.#back()}</p>` : nothing}
      ${
        steps.length === 0
          ? // Of an ending that was not run again the steps are not known.
            asNumber(this.#outcome(result)?.steps) === 0
            ? html`<p>${msg("There is never more than one thread at a time, so there is nothing to choose.")}</p>`
            : nothing
          : html`<div class="walk" tabindex="-1" @keydown=${this.#key}>
              ${this.#scrubber(steps)} ${this.#says(steps)}
              <div class="stage">${this.#code(record, scene)} ${this.#table(result)}</div>
              ${this.#state(scene)} ${this.#byHand(record)} ${this._at === steps.length ? this.#deadlock(result) : nothing}
            </div>
            <p class="aside">${claim(record)}</p>
            <mh-race .of=${record.params}></mh-race>`
      }
    </section>`;
  }

  #back() {
    const back = () => {
      this._own = undefined;
    };
    return html`<button class="small" @click=${back}>${msg("Back to the schedule that was found")}</button>`;
  }

  #scene(result: Result): Scene {
    return sceneAt(this.#steps, this._at, this.#names, this.#end(result));
  }

  #end(result: Result): End {
    const outcome = this.#outcome(result);
    const numberOf = (name: Json | undefined) => this.#names.indexOf(asText(name));
    const waits = asObjects(outcome?.waits_for).map((wait) => waitOf(wait, asNumber(wait.number) ?? 0));
    const isOver = outcome?.kind === "finished" || outcome?.kind === "raised";
    const { thread, file, line } = asObject(outcome?.exception ?? null);
    const raised = { thread: numberOf(thread), file: asText(file), line: asNumber(line) ?? 0 };
    return { isOver, waits, raised: raised.thread < 0 ? undefined : raised };
  }

  /** The outcome whose steps these are. */
  #outcome(result: Result): Result | undefined {
    const all = asObjects(result.outcomes);
    return this._own ? all[0] : shownOf(all);
  }

  /** The endings that there are, each with how many schedules lead there. */
  #endings(record: RunRecord, shown: Result) {
    const all = asObjects((record.result as Result).outcomes);
    const chosen = asText(this.#outcome(shown)?.schedule);
    if (isReplayed(record.params) || all.length === 0) return nothing;
    return html`<div class="endings" role="group" aria-label=${msg("How it can end")}>
      ${all.slice(0, MOST_ENDINGS).map((outcome) => {
        const schedule = asText(outcome.schedule);
        const least = asNumber(outcome.preemptions) ?? 0;
        return html`<button
          class=${outcome.kind === "finished" ? "" : "broken"}
          aria-pressed=${schedule !== "" && schedule === chosen}
          ?disabled=${schedule === "" || this._isBusy}
          @click=${() => void this.#replay(record, schedule)}
        >
          <b>${endingName(outcome)}</b><br />
          <span class="aside">${schedules(asNumber(outcome.schedules) ?? 0)}${
            least === 0
              ? nothing
              : outcome.shortest
                ? msg(str`; it takes ${preemptions(least)}`, { id: "walk-least" })
                : msg(str`; seen with ${preemptions(least)}`, { id: "walk-least-seen" })
          }</span>
        </button>`;
      })}
      ${all.length > MOST_ENDINGS ? html`<span class="aside">${msg(str`and ${number(all.length - MOST_ENDINGS)} more`, { id: "walk-more-endings" })}</span>` : nothing}
    </div>`;
  }

  #scrubber(steps: readonly Step[]) {
    const last = steps.length;
    const to = (at: number) => () => this.#go(at);
    return html`<div class="scrubber">
      <button aria-disabled=${this._at === 0} @click=${to(0)} aria-label=${msg("To the beginning")}>|←</button>
      <button aria-disabled=${this._at === 0} @click=${to(this._at - 1)} aria-label=${msg("One step back")}>←</button>
      <button aria-disabled=${this._at === last} @click=${to(this._at + 1)} aria-label=${msg("One step on")}>→</button>
      <button aria-disabled=${this._at === last} @click=${to(last)} aria-label=${msg("To the end")}>→|</button>
      <input
        type="range"
        min="0"
        max=${last}
        .value=${String(this._at)}
        aria-label=${msg("Steps taken")}
        @input=${({ target }: Event) => this.#go(Number((target as HTMLInputElement).value))}
      />
      <span class="place">${msg(str`step ${number(this._at)} of ${number(last)}`, { id: "walk-place" })}</span>
    </div>`;
  }

  #says(steps: readonly Step[]) {
    const step = steps[this._at - 1];
    const change = step?.change;
    const isLast = this._at === steps.length;
    const wrong = isLast ? conflictOf(this.#result, steps) : undefined;
    const outcome = isLast ? this.#outcome(this.#result ?? {}) : undefined;
    const name = outcome ? endingName(outcome) : "";
    const end = outcome && msg(str`So it ends: ${name}.`, { id: "walk-so-it-ends", desc: "“So it ends: deadlock.”" });
    return html`<p class="says" aria-live="polite" aria-atomic="true">
      ${
        step
          ? html`${change ? html`<i class=${change.why}>${ofChange(change, this.#names)}</i> ` : nothing}${inWords(step, this.#names)}
              ${end ? html`<b>${end}</b>` : nothing} ${wrong ? html`<b>${ofConflict(wrong)}</b>` : nothing}`
          : msg(
              "Before the first step: there are steps while two threads are alive. The arrow to the right takes the first.",
            )
      }
    </p>`;
  }

  #code(record: RunRecord, scene: Scene) {
    const text = String(record.params[PROGRAM] ?? "");
    const lines = text.replace(/\n$/, "").split("\n");
    const taken = this.#steps[this._at - 1];
    const waiting = new Set(scene.waits.map(({ thread }) => thread));
    const at = new Map<number, number[]>();
    const put = (line: number, thread: number) => at.set(line, [...(at.get(line) ?? []), thread]);
    for (const [thread, { file, line }] of scene.at) if (isMainFile(file)) put(line, thread);
    // At the end of a run the line that raised is what is looked at, and not that of the last step.
    const raised = this._at === this.#steps.length ? this.#end(this.#result ?? {}).raised : undefined;
    return html`<div class="code" tabindex="0" role="region" aria-label=${msg("The program")}>
      <ol>
        ${lines.map((line, index) => {
          const isRaised = raised?.line === index + 1 && isMainFile(raised.file);
          const isTaken = !raised && taken?.line === index + 1 && isMainFile(taken.file);
          const tags = (at.get(index + 1) ?? []).map(
            (thread) =>
              html`<span class="tag ${markOf(thread)} ${waiting.has(thread) ? "waits" : ""}" title=${this.#name(thread)}>${tagOf(thread)}</span>`,
          );
          return html`<li class=${isRaised ? `taken ${markOf(raised.thread)}` : isTaken ? `taken ${markOf(taken.thread)}` : ""}>
            <span class="cursors">${tags}</span><span class="number">${index + 1}</span><code>${isTaken ? marked(line, taken) : line}</code>
          </li>`;
        })}
      </ol>
    </div>`;
  }

  #table(result: Result) {
    const keys = new Set(conflictOf(result, this.#steps)?.steps);
    const columns = this.#threads;
    const [from, to] = [Math.max(0, this._at - MOST_ROWS), this._at + MOST_ROWS];
    return html`<div class="table" tabindex="0" role="region" aria-label=${msg("The steps")}>
      <table>
        <thead>
          <tr><td></td>${columns.map((thread) => html`<th scope="col"><span class="tag ${markOf(thread)}">${tagOf(thread)}</span> ${this.#name(thread)}</th>`)}</tr>
        </thead>
        <tbody>
          ${this.#steps.slice(from, to).map((step, place) => {
            const index = from + place;
            const when = index + 1 === this._at ? "now" : index + 1 > this._at ? "later" : "";
            return html`${
              step.change
                ? html`<tr class="change ${step.change.why} ${when === "later" ? when : ""}"><td></td><td colspan=${columns.length}>${ofChange(step.change, this.#names)}</td></tr>`
                : nothing
            }<tr class="${when} ${markOf(step.thread)} ${keys.has(index) ? "key" : ""}" aria-current=${when === "now" ? "step" : nothing} @click=${() => this.#go(index + 1)}>
              <th scope="row">${index + 1}</th>${columns.map((thread) => html`<td>${thread === step.thread ? html`<span class="tag ${markOf(thread)}" aria-hidden="true">${tagOf(thread)}</span>${inCell(step)}` : nothing}</td>`)}
            </tr>`;
          })}
          ${this.#waitRows(result)}
        </tbody>
      </table>
    </div>`;
  }

  /** At the end of a deadlock each thread waits: that is no step, and all that there is to see. */
  #waitRows(result: Result) {
    const { waits } = this.#end(result);
    if (waits.length === 0 || this._at + MOST_ROWS < this.#steps.length) return nothing;
    const when = this._at === this.#steps.length ? "" : "later";
    return html`<tr class="waits ${when}">
      <th scope="row">…</th>${this.#threads.map((thread) => {
        const wait = waits.find((one) => one.thread === thread);
        return html`<td>${
          wait
            ? html`<span class="tag waits ${markOf(thread)}" aria-hidden="true">${tagOf(thread)}</span>${msg(str`waits for ${wait.what}`, { id: "walk-waits" })}`
            : nothing
        }</td>`;
      })}
    </tr>`;
  }

  #state(scene: Scene) {
    const values = [...scene.values];
    const doing = this.#threads.flatMap((thread) => {
      const held = scene.holds.get(thread) ?? [];
      const wait = scene.waits.find((one) => one.thread === thread);
      const says = [
        held.length > 0 ? msg(str`holds ${held.join(", ")}`, { id: "walk-held" }) : "",
        wait ? msg(str`waits for ${wait.what}`, { id: "walk-waits" }) : "",
      ].filter(Boolean);
      return says.length > 0 ? { thread, says: says.join(", ") } : [];
    });
    return html`<div class="state">
      ${
        values.length > 0
          ? html`<div><h3>${msg("Values")}</h3><dl>${values.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>`
          : nothing
      }
      ${
        doing.length > 0
          ? html`<div><h3>${msg("Who holds, who waits")}</h3><dl>
              ${doing.map(({ thread, says }) => html`<dt>${this.#name(thread)}</dt><dd>${says}</dd>`)}
            </dl></div>`
          : nothing
      }
      ${scene.output ? html`<div><h3>${msg("Output")}</h3><pre>${scene.output}</pre></div>` : nothing}
    </div>`;
  }

  /** Another thread may take the next step than the one that does. */
  #byHand(record: RunRecord) {
    const next = this.#steps[this._at];
    const could = next && next.could.length > 1 ? next.could : [];
    return html`<div class="by-hand">
      ${
        could.length > 0
          ? html`<span>${msg("Who takes the next step?")}</span>
              ${could.map((thread) => {
                const isNext = thread === next?.thread;
                const press = () => (isNext ? this.#go(this._at + 1) : void this.#choose(record, thread));
                return html`<button class="small" ?disabled=${this._isBusy} @click=${press}>
                  <span class="tag ${markOf(thread)}">${tagOf(thread)}</span> ${this.#name(thread)}
                  ${isNext ? html`<span class="aside">${msg("as here", { desc: "beside the thread that takes the next step in the schedule that is shown" })}</span>` : nothing}
                </button>`;
              })}`
          : nothing
      }
      <span class="tools">
        <button class="small" ?disabled=${this.#schedule === ""} @click=${() => this.#link(record)}>${msg("Link to this step")}</button>
        ${(["svg", "png"] as const).map(
          (kind) => html`<button class="small" @click=${() => this.#draw(kind)}>
            ${msg(str`Slide as ${kind.toUpperCase()}`, { id: "walk-slide", desc: "button: the steps as a picture for a slide" })}
          </button>`,
        )}
      </span>
      <span role="status">${this._said}</span>
    </div>`;
  }

  #deadlock(result: Result) {
    const outcome = this.#outcome(result);
    const called = (name: string) => {
      const thread = this.#names.indexOf(name);
      return thread < 0 ? name : this.#name(thread);
    };
    const waits = asObjects(outcome?.waits_for).map((wait) => ({
      thread: called(asText(wait.thread)),
      what: asText(wait.for),
      heldBy: typeof wait.held_by === "string" ? called(wait.held_by) : undefined,
    }));
    if (waits.length === 0) return nothing;
    return html`<figure>
      ${waitsPicture(waits, msg("Who waits for whom"))}
      <table>
        <thead><tr><th>${msg("Thread")}</th><th>${msg("waits for")}</th><th>${msg("which is held by")}</th></tr></thead>
        <tbody>${waits.map(({ thread, what, heldBy }) => html`<tr><td>${thread}</td><td>${what}</td><td>${heldBy ?? "–"}</td></tr>`)}</tbody>
      </table>
    </figure>`;
  }

  #name = (thread: number) => threadName(thread, this.#names);

  #go(at: number): void {
    this._at = Math.min(Math.max(at, 0), this.#steps.length);
    void this.updateComplete.then(() => {
      const says = this.renderRoot.querySelector(".says");
      // What a step does is to be seen, where a phone's window shows little.
      if (says && says.getBoundingClientRect().bottom > innerHeight - BAR)
        this.renderRoot.querySelector(".walk")?.scrollIntoView({ block: "start" });
    });
  }

  #key = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (!takesKey(event) || target.matches("input, select, textarea")) return;
    // Where lines are longer than there is room for, the arrows move them.
    if (target.matches(".code") && target.scrollWidth > target.clientWidth) return;
    const to: { [key: string]: number } = {
      ArrowLeft: this._at - 1,
      ArrowRight: this._at + 1,
      Home: 0,
      End: this.#steps.length,
    };
    const at = to[event.key];
    if (at === undefined) return;
    event.preventDefault();
    this.#go(at);
  };

  /** The schedule that is shown, as a text. */
  get #schedule(): string {
    return asText(this.#outcome(this.#result ?? {})?.schedule);
  }

  #link(record: RunRecord): void {
    const params = { ...record.params, [SCHEDULE]: this.#schedule, [STEP]: this._at };
    const said = (text: string) => {
      this._said = text;
    };
    this.dispatchEvent(
      new CustomEvent("link", { detail: { params, said }, bubbles: true, composed: true }) satisfies LinkEvent,
    );
  }

  async #draw(kind: "svg" | "png"): Promise<void> {
    const steps = this.#steps.slice(0, Math.max(this._at, 1));
    const keys = new Set(conflictOf(this.#result, this.#steps)?.steps);
    const shown = { steps, keys, threads: this.#threads, names: this.#names, host: this };
    try {
      download(`schedule.${kind}`, await picture(kind, shown));
    } catch (thrown) {
      this._said = messageOf(thrown);
    }
  }

  /** The steps up to here, then this thread's, and then as it comes by itself. */
  async #choose(record: RunRecord, thread: number): Promise<void> {
    const prefix = this.#schedule.slice(0, PREFIX.length);
    const threads = [...this.#steps.slice(0, this._at).map((step) => step.thread), thread];
    const at = this._at + 1;
    if (!(await this.#replay(record, prefix + runsOf(threads)))) return;
    this._at = Math.min(at, this.#steps.length);
    this.renderRoot.querySelector<HTMLElement>(".walk")?.focus({ preventScroll: true });
  }

  /** Whether it went well: where not, what is shown stays. */
  async #replay(record: RunRecord, schedule: string): Promise<boolean> {
    this.#replaying?.abort();
    const abort = new AbortController();
    this.#replaying = abort;
    this._isBusy = true;
    this._said = "";
    try {
      const params = { ...record.params, [SCHEDULE]: schedule };
      const again = await runs.run(record.lesson, params, { door: "page", signal: abort.signal });
      if (abort.signal.aborted || record !== this.record) return false;
      this._own = again.result as Result;
      await this.updateComplete;
      return true;
    } catch (thrown) {
      if (!abort.signal.aborted) this._said = messageOf(thrown);
      return false;
    } finally {
      if (this.#replaying === abort) this._isBusy = false;
    }
  }
}

/** Of what the verdict is: no more was looked at. */
function claim({ params }: RunRecord): string {
  const switches =
    params.switches === "gil"
      ? msg("Threads could switch only where CPython’s GIL lets them.")
      : msg("Threads could switch before any step.");
  const what = msg(
    "A preemption interrupts a thread that could have gone on. A call of something built in, such as sum(numbers), counts as one step; what a processor’s memory may reorder is not tried.",
  );
  return `${switches} ${what}`;
}

/** Within what scrolls around it: the page stays where it is. */
function keepInSight(row: Element): void {
  const around = row.closest(".code, .table");
  if (!around) return;
  const [one, all] = [row.getBoundingClientRect(), around.getBoundingClientRect()];
  const above = all.top + (around.querySelector("thead")?.getBoundingClientRect().height ?? 0) - one.top;
  const below = one.bottom - all.top - around.clientHeight;
  if (above > 0) around.scrollTop -= above;
  else if (below > 0) around.scrollTop += below;
}

/** `thread.steps`, in base 36, joined by `_`. */
function runsOf(threads: readonly number[]): string {
  const runs: { thread: number; steps: number }[] = [];
  for (const thread of threads) {
    const last = runs.at(-1);
    if (last?.thread === thread) last.steps += 1;
    else runs.push({ thread, steps: 1 });
  }
  return runs.map(({ thread, steps }) => `${thread.toString(36)}.${steps.toString(36)}`).join("_");
}

/** The class that gives a thread its colour. */
const markOf = (thread: number) => `s${seriesOf(thread)}`;

/** The line, with what the step is about marked. */
function marked(line: string, { column, endColumn }: Step) {
  const letters = [...line];
  const [from, to] = [Math.min(column, letters.length), Math.min(Math.max(endColumn, column + 1), letters.length)];
  return html`${letters.slice(0, from).join("")}<mark>${letters.slice(from, to).join("")}</mark>${letters.slice(to).join("")}`;
}

customElements.define("mh-walk", Walk);
