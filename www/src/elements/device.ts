/** What is kept on the reader's device. A frame, or a browser that is told to, refuses the storage, even to be asked for. */
export function onDevice<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}
