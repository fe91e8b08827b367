/** Whether a program of one's own counted what the reference counts: told by a sign and in words, above the result. */
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunRecord } from "../api/types";
import { number } from "../kit/format";

export function shaderVerdict({ metrics, result }: RunRecord) {
  const { matches_reference: matches, compared_points: compared, reference_inside: reference } = metrics;
  if (typeof matches !== "boolean" || typeof compared !== "number" || typeof reference !== "number") return nothing;
  const last = Array.isArray(result.convergence) ? result.convergence.at(-1) : undefined;
  const isWhole = last !== null && typeof last === "object" && !Array.isArray(last) && last?.points === compared;
  const told = matches
    ? right(isWhole, number(compared), number(reference))
    : wrong(isWhole, number(compared), number(reference));
  return html`<p class="shader-verdict ${matches ? "right" : "wrong"}" role="status">${told}</p>`;
}

const right = (isWhole: boolean, points: string, inside: string) =>
  isWhole
    ? msg(
        html`<b>✓ Your shader counts right:</b> of all ${points} points it and the reference on the CPU both find ${inside} inside.`,
      )
    : msg(
        html`<b>✓ Your shader counts right:</b> of the first ${points} points it and the reference on the CPU both find ${inside} inside. The others were not compared.`,
      );

const wrong = (isWhole: boolean, points: string, inside: string) =>
  isWhole
    ? msg(
        html`<b>✕ Your shader counts wrong:</b> of all ${points} points the reference on the CPU finds ${inside} inside, and your shader another number.`,
      )
    : msg(
        html`<b>✕ Your shader counts wrong:</b> of the first ${points} points the reference on the CPU finds ${inside} inside, and your shader another number. The others were not compared.`,
      );
