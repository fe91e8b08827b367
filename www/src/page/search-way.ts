/** The way from a program to the search for a schedule that breaks it: a link, so nothing is searched before it is pressed there. */
import { msg } from "@lit/localize";
import { css, html, nothing } from "lit";
import { BEGINS_WITH, PROGRAM } from "../api/own-program";
import type { Lesson } from "../api/types";
import { pageAddress, type Setting } from "../setting/address";

export const waysStyles = css`
  .way {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    margin: 0;
    font-family: var(--sans);
    font-size: 0.9rem;
  }
`;

const words = () =>
  msg("Find the schedule that breaks it", {
    desc: "link to the search for an order of the steps of a program’s threads",
  });

/** With this program, and with what it begins with. */
export function wayWith(search: Lesson | undefined, program: string, given: Setting["params"], isElsewhere: boolean) {
  if (!search) return nothing;
  const along = Object.entries(given).filter(([name]) => BEGINS_WITH.includes(name));
  const params = { ...Object.fromEntries(along), [PROGRAM]: program };
  const address = pageAddress(search, { preset: undefined, params });
  return html`<p class="way"><a href=${address} target=${isElsewhere ? "_blank" : nothing}>${words()}</a></p>`;
}

/** With the program that shows what is dangerous in this lesson; nothing where there is none. */
export function wayFrom(search: Lesson | undefined, { id }: Lesson, isElsewhere: boolean) {
  const preset = search?.presets.find(({ name }) => name === id);
  if (!search || !preset) return nothing;
  const address = pageAddress(search, { preset: preset.name, params: {} });
  return html`<p class="way">
    <a href=${address} target=${isElsewhere ? "_blank" : nothing}>${words()}</a> <span class="aside">${preset.title}</span>
  </p>`;
}
