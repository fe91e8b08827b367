/** What a reader meets after the run: what to change next, and the lectures' ideas behind the lesson. */
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import type { Lesson } from "../api/types";
import { prose } from "../kit/prose";

export function behind({ tries, ideas }: Lesson) {
  if (tries.length + ideas.length === 0) return nothing;
  return html`<div class="behind">
    ${
      tries.length > 0
        ? html`<section>
            <h2>${msg("What to change next")}</h2>
            <ul>
              ${tries.map(({ text }) => html`<li>${prose(text)}</li>`)}
            </ul>
          </section>`
        : nothing
    }
    ${
      ideas.length > 0
        ? html`<section>
            <h2>${msg("Behind it", { desc: "Heading of the ideas that stand behind a lesson" })}</h2>
            ${ideas.map(
              ({ title, text }) => html`<h3>${prose(title)}</h3>
                <p>${prose(text)}</p>`,
            )}
          </section>`
        : nothing
    }
  </div>`;
}
