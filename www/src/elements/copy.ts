/** Copies text, and gives what to say of it. */
import { msg } from "@lit/localize";

export async function copy(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return msg("Copied.");
  } catch {
    // Without leave to write to the clipboard the text is shown, to be copied by hand.
    return text;
  }
}
