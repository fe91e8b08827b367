/** What stands around a lesson's one view: its title and text above, and where a reader goes from here, below. */
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import type { Lesson } from "../api/types";
import { paragraphs } from "../kit/prose";
import { pageAddress, type Setting } from "../setting/address";
import type { IsShown } from "./parts";

export function head({ lesson, inner }: { lesson: Lesson; inner: boolean }, shows: IsShown) {
  if (!shows("title") && !shows("text")) return nothing;
  const title = inner
    ? html`<h2 class="title" tabindex="-1">${lesson.title}</h2>`
    : html`<h1 class="title" tabindex="-1">${lesson.title}</h1>`;
  return html`<div class="head">
    ${shows("title") ? html`<div class="name">${title} <p class="chapter">${lesson.chapter}</p></div>` : nothing}
    ${shows("text") ? html`<div class="summary">${paragraphs(lesson.summary)}</div>` : nothing}
  </div>`;
}

interface Here {
  lesson: Lesson;
  setting: Setting;
  show: string | null;
  next: Lesson | null | undefined;
}

export function more({ lesson, setting, show, next }: Here) {
  return html`<footer>
    ${onward(lesson, setting, next)}
    <p>${msg("In Python’s documentation:")} <a href=${lesson.docs.url} rel="external">${lesson.docs.title}</a></p>
    <mh-share .lesson=${lesson} .setting=${setting} .show=${show}></mh-share>
  </footer>`;
}

function onward(lesson: Lesson, setting: Setting, next: Lesson | null | undefined) {
  if (next === null) return nothing;
  if (next) {
    const label = msg("Next:", { desc: "Before the title of the lesson after this one" });
    return html`<p class="onward">${label} <a href="#${next.id}">${next.title}</a></p>`;
  }
  const text = msg("This lesson among all lessons");
  return html`<p class="onward"><a href=${pageAddress(lesson, setting)} target="_blank" rel="noopener">${text}</a></p>`;
}
