import type { KubeObject } from '../../kubernetes/object.ts';
import { hasOption, SYNC_OPTIONS } from '../application/annotations.ts';

/** The options of a sync; an object's own annotation counts beside those of the Application. */
export type SyncOptions = {
  has(option: string, object?: KubeObject | null): boolean;
};

export function readSyncOptions(options: readonly string[]): SyncOptions {
  const set = new Set(options);
  return { has: (option, object) => set.has(option) || (object != null && hasOption(object, SYNC_OPTIONS, option)) };
}
