/** What models write just now, while they write it: of each run the end of its text, for whoever looks on. */
export type RunProgress = {
  text(runId: string, piece: string): void;
  ended(runId: string): void;
  /** null where no model writes for it here. */
  of(runId: string): string | null;
};

/** Nobody reads more than this while it is written. */
const MOST_CHARACTERS = 8_000;

export function createRunProgress(): RunProgress {
  const texts = new Map<string, string>();
  return {
    text(runId, piece) {
      texts.set(runId, `${texts.get(runId) ?? ''}${piece}`.slice(-MOST_CHARACTERS));
    },
    ended(runId) {
      texts.delete(runId);
    },
    of: (runId) => texts.get(runId) ?? null,
  };
}
