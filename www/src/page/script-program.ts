/** The program that stands within the element: `<script type="text/x-python">`, set off as the page around it is. */

const TYPE = "text/x-python";

/** Undefined where none stands there. */
export function programWithin(element: Element): string | undefined {
  const script = [...element.children].find(
    (child) => child.localName === "script" && child.getAttribute("type") === TYPE,
  );
  return script ? dedented(script.textContent ?? "") : undefined;
}

/** A script with a program, to stand within an element; undefined where HTML would end it too early. */
export function scriptOf(program: string): string | undefined {
  if (/<\/script|<!--/i.test(program) || dedented(program) !== program) return undefined;
  return `<script type="${TYPE}">\n${program}</script>`;
}

/** Without the indent that all lines have, and the blank lines around. */
function dedented(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const filled = lines.filter((line) => line.trim() !== "");
  const indents = filled.map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const common = indents.reduce((most, indent) => {
    let length = 0;
    while (length < most.length && most[length] === indent[length]) length += 1;
    return most.slice(0, length);
  }, indents[0] ?? "");
  const set = lines.map((line) => (line.trim() === "" ? "" : line.slice(common.length)));
  return `${set.join("\n").replace(/^\n+|\n+$/g, "")}\n`;
}
