/** Whether a program of one's own counted what the reference counts: told by a sign and in words, above the result. */
import { html, nothing } from "lit";
import type { RunRecord } from "../api/types";
import { number } from "./format";

export function shaderVerdict({ metrics, result }: RunRecord) {
  const { matches_reference: matches, compared_points: compared, reference_inside: reference } = metrics;
  if (typeof matches !== "boolean" || typeof compared !== "number" || typeof reference !== "number") return nothing;
  const last = Array.isArray(result.convergence) ? result.convergence.at(-1) : undefined;
  const isWhole = last !== null && typeof last === "object" && !Array.isArray(last) && last?.points === compared;
  const which = isWhole ? `all ${number(compared)} points` : `the first ${number(compared)} points`;
  const rest = isWhole ? "" : " The others were not compared.";
  return matches
    ? html`<p class="shader-verdict right" role="status">
        <b>✓ Your shader counts right:</b> of ${which} it and the reference on the CPU both find ${number(reference)}
        inside.${rest}
      </p>`
    : html`<p class="shader-verdict wrong" role="status">
        <b>✕ Your shader counts wrong:</b> of ${which} the reference on the CPU finds ${number(reference)} inside, and
        your shader another number.${rest}
      </p>`;
}
