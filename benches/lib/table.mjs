// Rows that compare ours with a peer, for people and for programs.

import { printTable, said, spread } from "./figures.mjs";

/** @typedef {import("./in-turn.mjs").Row} Row */
/** @typedef {import("./in-turn.mjs").Series} Series */

/** In thousands or millions, with as many digits as say something. @param {number[]} values */
function shown(values) {
  const { median } = spread(values);
  const [scale, suffix] = median >= 1e6 ? [1e6, " M"] : median >= 1e4 ? [1e3, " k"] : [1, ""];
  const figure = spread(values.map((value) => value / scale));
  return said(figure, figure.median >= 100 ? 0 : figure.median >= 10 ? 1 : 2).replace(" ", `${suffix} `);
}

const cell = (/** @type {Series} */ { who, values, missing }) =>
  missing ? `${who}: open, ${missing.length > 60 ? `${missing.slice(0, 60)}…` : missing}` : `${who} ${shown(values)}`;

const verdict = (/** @type {Row} */ { target, met }) =>
  target === undefined ? "" : met === undefined ? "open" : met ? "yes" : "NO";

/** @param {Row[]} rows */
export function printRows(rows) {
  printTable(
    ["work", "unit", "ours", "peer", "ratio", "target", "met", "others"],
    rows.map((row) => [
      row.work,
      row.unit,
      cell(row.ours),
      cell(row.peer),
      row.ratios.length > 0 ? shown(row.ratios) : "open",
      row.target === undefined ? "" : `≥ ${row.target}`,
      verdict(row),
      `${Math.round(100 * row.others)} %`,
    ]),
  );
}

/** @param {Row} row */
export function asJson({ work, unit, ours, peer, ratios, target, met, others }) {
  const figures = (/** @type {number[]} */ values) => (values.length > 0 ? { ...spread(values), values } : {});
  const side = (/** @type {Series} */ { who, values, missing }) => ({
    who,
    ...figures(values),
    ...(missing ? { missing } : {}),
  });
  return {
    work,
    unit,
    ours: side(ours),
    peer: side(peer),
    ratio: ratios.length > 0 ? figures(ratios) : null,
    target: target ?? null,
    met: met ?? null,
    others_busy: Number(others.toFixed(3)),
  };
}
