/** The table of a schedule's steps as a picture by itself, for a slide: a column for each thread, a row for each step. */
import { seriesOf } from "../../charts/marks";
import type { Step } from "./story";
import { inCell, ofChange, threadName } from "./words";

interface Shown {
  steps: readonly Step[];
  /** The places of the steps that matter. */
  keys: ReadonlySet<number>;
  threads: readonly number[];
  names: readonly string[];
  /** Whose colours it takes. */
  host: Element;
}

const [ROW, LETTER, PAD, SIZE] = [26, 8.1, 10, 13.5];
/** A PNG has so many pixels for each of the drawing's. */
const SCALE = 2;

export async function picture(kind: "svg" | "png", shown: Shown): Promise<Blob> {
  const { text, width, height } = drawn(shown);
  const file = new Blob([text], { type: "image/svg+xml" });
  return kind === "svg" ? file : asPng(file, width, height);
}

function drawn({ steps, keys, threads, names, host }: Shown) {
  const style = getComputedStyle(host);
  const colour = (name: string) => style.getPropertyValue(name).trim() || "currentColor";
  const [ink, paper, quiet, bad] = ["--ink", "--paper", "--quiet", "--bad"].map(colour);
  const markOf = (thread: number) => colour(`--series-${seriesOf(thread)}`);
  const widths = threads.map((thread) => {
    const cells = steps.filter((step) => step.thread === thread).map((step) => inCell(step).length);
    return Math.max(threadName(thread, names).length + 2, ...cells) * LETTER + 2 * PAD;
  });
  const left = 40;
  const at = (column: number) => left + widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const width = Math.ceil(at(threads.length));
  const parts: string[] = [];
  let y = ROW;
  const write = (x: number, text: string, more = "") =>
    parts.push(`<text x="${x}" y="${y - 8}" ${more}>${escaped(text)}</text>`);
  threads.forEach((thread, column) => {
    write(at(column) + PAD, threadName(thread, names), `font-weight="bold" fill="${markOf(thread)}"`);
  });
  parts.push(`<path d="M0 ${y}H${width}" stroke="${quiet}"/>`);
  steps.forEach((step, index) => {
    if (step.change) {
      y += ROW;
      write(left + PAD, ofChange(step.change, names), `font-style="italic" font-family="sans-serif" fill="${quiet}"`);
    }
    y += ROW;
    const column = threads.indexOf(step.thread);
    parts.push(
      `<rect x="${at(column)}" y="${y - ROW + 2}" width="${widths[column]}" height="${ROW - 4}" fill="${markOf(step.thread)}" opacity="0.16"/>`,
    );
    write(left - PAD, String(index + 1), `text-anchor="end" fill="${quiet}"`);
    write(at(column) + PAD, inCell(step), keys.has(index) ? `fill="${bad}" font-weight="bold"` : "");
  });
  const height = y + PAD;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="${SIZE}" fill="${ink}"><rect width="100%" height="100%" fill="${paper}"/>${parts.join("")}</svg>`;
  return { text, width, height };
}

async function asPng(file: Blob, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    const canvas = new OffscreenCanvas(width * SCALE, height * SCALE);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\P{Cc}\n]/gu, "�");
