import type { Cancel, SandboxClock } from '../../clock.ts';
import type { ObjectStore } from '../store.ts';

/** `--etcd-compaction-interval`. */
const INTERVAL_MS = 5 * 60_000;

/**
 * Forgets what is older than five to ten minutes of sandbox time, as the API server makes etcd do: every five minutes
 * up to where the store stood five minutes before. Gives a way to stop.
 */
export function startCompaction(store: ObjectStore, clock: SandboxClock): () => void {
  let cancel: Cancel = () => undefined;
  const next = (upTo: number) => {
    cancel = clock.after(INTERVAL_MS, () => {
      store.compact(upTo);
      next(store.revision);
    });
  };
  next(store.revision);
  return () => cancel();
}
