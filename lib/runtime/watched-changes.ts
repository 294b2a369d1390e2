/** The changes whose page somebody has open just now. */
export type WatchedChanges = {
  /** Returns how to say that the page was closed. */
  add(changeId: string): () => void;
  has(changeId: string): boolean;
};

/** @param onOpened somebody has opened the page of a change that nobody had open */
export function createWatchedChanges(onOpened: (changeId: string) => void): WatchedChanges {
  const counts = new Map<string, number>();
  return {
    add(changeId) {
      const before = counts.get(changeId) ?? 0;
      counts.set(changeId, before + 1);
      if (before === 0) {
        onOpened(changeId);
      }
      let isOpen = true;
      return () => {
        const left = (counts.get(changeId) ?? 0) - (isOpen ? 1 : 0);
        isOpen = false;
        if (left > 0) {
          counts.set(changeId, left);
        } else {
          counts.delete(changeId);
        }
      };
    },
    has: (changeId) => counts.has(changeId),
  };
}
