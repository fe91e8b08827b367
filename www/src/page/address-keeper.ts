/** Keeps the page's address at what a reader has set. A long one takes a moment to make: the latest wins. */
export class AddressKeeper {
  #latest = 0;

  async keep(address: Promise<string>): Promise<void> {
    const mine = ++this.#latest;
    const text = await address;
    if (mine !== this.#latest) return;
    try {
      history.replaceState(history.state, "", text);
    } catch {
      // Browsers limit how often an address changes, and how long it is. The next change writes it.
    }
  }

  /** The reader went elsewhere: an address on its way comes too late. */
  forget(): void {
    this.#latest++;
  }
}
