import 'server-only';
import type { RunStep } from '#lib/domain/gateway/run.ts';
import { createCollection } from '#lib/live/collection.ts';
import type { RunText } from '#lib/portal/gateway.ts';
import type { Collection } from '#lib/ports/collection.ts';

/** What models write just now, while they write it, for whoever looks on. */
export type RunTexts = {
  collection: Collection<RunText>;
  text(runId: string, piece: string): void;
  step(runId: string, step: RunStep): void;
  ended(runId: string): void;
};

/** Nobody reads more than this while it is written. */
const MOST_CHARACTERS = 2_000;

const NOTHING: RunText = { text: '', steps: [] };

export function createRunTexts(): RunTexts {
  const collection = createCollection<RunText>({ id: 'portal/gateway-texts', label: 'What models write' });
  const of = (runId: string) => collection.get(runId) ?? NOTHING;
  return {
    collection,
    text(runId, piece) {
      const { text, steps } = of(runId);
      collection.upsert(runId, { text: `${text}${piece}`.slice(-MOST_CHARACTERS), steps });
    },
    step(runId, step) {
      collection.upsert(runId, { text: '', steps: [...of(runId).steps, step] });
    },
    ended(runId) {
      collection.remove(runId);
    },
  };
}
