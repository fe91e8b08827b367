/**
 * What the run that is shown found: one sentence, whether it bears the reader's prediction out, how it differs from the
 * run before, and where it is from.
 */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { Lesson, RunRecord } from "../api/types";
import { unmeasured } from "../api/unmeasured";
import { prose } from "../kit/prose";
import { besideInTime, findingOf } from "../pictures/findings";
import { sentencesFor } from "../pictures/unmeasured";
import { baseline, inWords, specsOf } from "../setting/spec";
import { controls } from "../styles/sheets";
import { predictionOf } from "./predictions";
import type { Recorded } from "./recordings";
import { staleSentence } from "./run-bar";

/** More of what differs from the run before would no longer be read. */
const MOST_CHANGES = 2;

export class FindingElement extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    record: { attribute: false },
    previous: { attribute: false },
    recorded: { attribute: false },
    stale: { attribute: false },
    asks: { attribute: false },
  };

  declare lesson: Lesson;
  /** The run that is shown, once it has ended. */
  declare record: RunRecord | undefined;
  /** The reader's run before that. */
  declare previous: RunRecord | undefined;
  /** Set where the run is not the reader's own. */
  declare recorded: Recorded | undefined;
  /** Whether the parameters have changed since. */
  declare stale: boolean;
  /** Whether the lesson's question is asked here, and so is answered. */
  declare asks: boolean;
  /** What the reader had said when the run ended; whoever changes their mind later has not predicted it. */
  #said: number | undefined;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      /* Takes no room while it has nothing to say. */
      :host(:not([filled])) {
        position: absolute;
      }
      p {
        margin: 0.2rem 0 0;
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.9rem;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      p b {
        color: var(--ink);
        font-weight: 600;
      }
      .sentence {
        margin: 0;
        color: var(--ink);
        font-size: 1.05rem;
        font-weight: 600;
      }
      .notice,
      .stale {
        padding-left: 0.6rem;
        border-left: 3px solid var(--wait);
        color: var(--ink);
      }
      :host([dimmed]) .run * {
        color: var(--quiet);
      }
    `,
  ];

  constructor() {
    super();
    this.record = this.previous = this.recorded = undefined;
    this.stale = false;
    this.asks = true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("record")) this.#said = predictionOf(this.lesson);
  }

  protected override updated(): void {
    this.toggleAttribute("filled", Boolean(this.record));
    this.toggleAttribute("dimmed", this.stale);
  }

  override render() {
    const { record, recorded } = this;
    // The region is there before its text comes, or it would not be read out; what was recorded comes without being asked for.
    return html`
      <div class="run" role="status">${record && !recorded ? this.#own(record) : nothing}</div>
      ${record && recorded ? html`<div class="run">${this.#sentence(record)}</div>${origin(recorded)}` : nothing}
      <div role="status">
        ${record && this.stale ? html`<p class="stale">${staleSentence(this.lesson)}</p>` : nothing}
      </div>
    `;
  }

  /** Of a run that the reader has started. */
  #own(record: RunRecord) {
    const beside = this.#beside(record);
    return html`${this.#sentence(record)} ${this.#answer(record)}
      ${beside ? html`<p class="beside">${beside}</p>` : nothing}`;
  }

  #sentence(record: RunRecord) {
    const notices = sentencesFor(this.lesson, unmeasured(record));
    const found = findingOf(this.lesson)?.found(record) ?? (notices.length === 0 ? otherwise(this.lesson, record) : "");
    return html`${found ? html`<p class="sentence">${prose(found)}</p>` : nothing}
      ${notices.map((notice) => html`<p class="notice">${notice}</p>`)}`;
  }

  /** What it says to the question, where there is one. */
  #answer(record: RunRecord) {
    const { question } = this.lesson;
    if (!question || !this.asks) return nothing;
    const measured = answerOf(this.lesson, record);
    if (measured === undefined)
      return html`<p class="open">${isUnmeasured(record) ? "" : whatItAsks(this.lesson, record)}</p>`;
    if (findingOf(this.lesson)?.proves?.(record) === false)
      return html`<p class="open">${msg("One such run proves nothing: run it again.")}</p>`;
    const said = this.#said === undefined ? undefined : question.answers[this.#said];
    const answer = html`${msg("This run’s answer:")} ${quoted(measured)}`;
    // Nobody has read the question, perhaps, which stands further down.
    if (said === undefined)
      return html`<p class="answer"><b>${msg("Your run.")}</b> ${prose(asked(question.text))} ${answer}</p>`;
    return said === measured
      ? html`<p class="verdict">
          <b>${msg("Right this time.")}</b> ${msg("Your prediction:")} ${quoted(said)}
          ${msg("Does it stay so with other parameters?")}
        </p>`
      : html`<p class="verdict">
          <b>${msg("Not this time.")}</b> ${msg("Your prediction:")} ${quoted(said)} ${answer}
          ${msg("The picture shows why; then change something and run again.")}
        </p>`;
  }

  /** How it differs from the run before, and what was set otherwise. */
  #beside(record: RunRecord): string {
    const { lesson, previous } = this;
    if (!previous || previous === record || isUnmeasured(record) || isUnmeasured(previous)) return "";
    const changes = changesOf(lesson, record, previous);
    const how =
      findingOf(lesson)?.beside?.(record, previous) ?? (changes.length > 0 ? besideInTime(record, previous) : "");
    if (!how || changes.length === 0 || changes.length > MOST_CHANGES) return how;
    const list = changes.join(", ");
    return `${how} ${msg(str`Changed: ${list}.`, { desc: "parameters against the run before: “Changed: Guard none → lock.”" })}`;
  }
}

function origin({ browser, version, date, processors }: Recorded) {
  const where = `${browser} ${version}`;
  return html`<p class="recorded" title=${date}>
    ${
      processors === 1
        ? msg(str`A run recorded earlier in ${where} on 1 processor.`)
        : msg(str`A run recorded earlier in ${where} on ${processors} processors.`)
    }
    ${msg("Press Run for yours.", { desc: "your own run; Run is the button" })}
  </p>`;
}

function answerOf(lesson: Lesson, record: RunRecord): string | undefined {
  const { answer } = record.metrics;
  return typeof answer === "number" ? lesson.question?.answers[answer] : undefined;
}

/** Where a run's numbers say nothing of their own: its answer, or what it printed last. */
function otherwise(lesson: Lesson, record: RunRecord): string {
  return answerOf(lesson, record) ?? record.output.at(-1)?.text ?? "";
}

/** Of what is asked its last sentence, which is the question; before it stands what it is about. */
const asked = (text: string) => text.split(/(?<=[.:])\s+/).at(-1) ?? text;

const quoted = (text: string) => html`“${prose(text)}”.`;

const isUnmeasured = (record: RunRecord) => unmeasured(record).length > 0;

/** What a run's parameters would have to be for it to answer the question, where they are not. */
function whatItAsks(lesson: Lesson, record: RunRecord): string {
  const standing = baseline(lesson);
  const others = [...specsOf(lesson)].filter(
    ([name]) => JSON.stringify(record.params[name]) !== JSON.stringify(standing[name]),
  );
  // A choice that was made otherwise is what turns the question away; numbers only make it larger or smaller.
  const choices = others.filter(([, { kind }]) => kind === "choice");
  const [first, ...more] = choices.length > 0 ? choices : others;
  const [name = "", spec] = first ?? [];
  if (!spec || more.length > 0 || typeof standing[name] === "object")
    return msg("The question is about a run with the defaults: set them to answer it.");
  const set = `${spec.title}: ${inWords(spec, standing[name] ?? null)}`;
  return msg(str`The question is about a run with ${set}: set that to answer it.`, {
    desc: "a parameter and its value: “Guard: none”",
  });
}

/** The parameters that the run before had otherwise: “Guard none → lock”. */
function changesOf(lesson: Lesson, { params }: RunRecord, before: RunRecord): string[] {
  return [...specsOf(lesson)].flatMap(([name, spec]) => {
    const [was, is] = [before.params[name] ?? null, params[name] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const isShort = [was, is].every(
      (value) => value !== null && typeof value !== "object" && String(value).length <= 24,
    );
    return [isShort ? `${spec.title} ${inWords(spec, was)} → ${inWords(spec, is)}` : spec.title];
  });
}

customElements.define("mh-finding", FindingElement);
