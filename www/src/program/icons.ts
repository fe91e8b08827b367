/** The signs on a program's buttons, whose names say the same. */
import { svg, type TemplateResult } from "lit";

const icon = (path: string): TemplateResult =>
  svg`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg>`;

export const numbersIcon = icon("M3 2.5V6.5M2 3.2L3 2.5M2 10.4q1.8-1.6 1.8 0q0 .8-1.8 2.9h2M7 4.5h7M7 8h7M7 11.5h7");
export const copyIcon = icon("M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z");
export const downloadIcon = icon("M8 2v8M4.8 7L8 10.2L11.2 7M2.5 13.5h11");
