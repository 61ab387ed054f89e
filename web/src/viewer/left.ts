// Leaving the page ends its session. The number of the ticket outlives that in the tab, so that the page can say so.

const NAME = "yorisoi-left";

export const left = {
  keep(ticket: number): void {
    sessionStorage.setItem(NAME, String(ticket));
  },

  /** The ticket whose session was left, once. */
  take(): number | undefined {
    const kept = sessionStorage.getItem(NAME);
    sessionStorage.removeItem(NAME);
    return kept === null ? undefined : Number(kept);
  },
};
