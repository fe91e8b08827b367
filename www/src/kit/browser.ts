/** What the page asks of its browser: to keep something, to copy, to save a file. */
import { msg } from "@lit/localize";

/** What is kept on the reader's device. A frame, or a browser that is told to, refuses the storage, even to be asked for. */
export function onDevice<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

/** Copies text, and gives what to say of it. */
export async function copy(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return msg("Copied.");
  } catch {
    // Without leave to write to the clipboard the text is shown, to be copied by hand.
    return text;
  }
}

/** Gives the reader a file under this name. */
export function download(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Revoked later: the download may begin only after this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
