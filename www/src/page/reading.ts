/** What is read after a run: what to look for in it, more of what it is about, and the lectures' ideas behind the lesson. */
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import type { Lesson } from "../api/types";
import { paragraphs, prose } from "../kit/prose";

export function details({ look_for, details }: Lesson) {
  if (look_for.length + details.length === 0) return nothing;
  return html`<section class="details">
    <h2>${msg("What to look for")}</h2>
    ${
      look_for.length > 0
        ? html`<ul>
            ${look_for.map((what) => html`<li>${prose(what)}</li>`)}
          </ul>`
        : nothing
    }
    ${details.map((text) => paragraphs(text))}
  </section>`;
}

export function background({ ideas }: Lesson) {
  if (ideas.length === 0) return nothing;
  return html`<section class="background">
    <h2>${msg("Background", { desc: "Heading of the ideas that stand behind a lesson" })}</h2>
    <div class="ideas">
      ${ideas.map(
        ({ title, text }) => html`<article>
          <h3>${prose(title)}</h3>
          <p>${prose(text)}</p>
        </article>`,
      )}
    </div>
  </section>`;
}
