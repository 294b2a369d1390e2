import type { ApplicationResource, HookRun } from './application.ts';
import type { SyncPhase } from './sync-order.ts';

/** One object at its place in the sync. */
export type StagedObject = {
  resource: ApplicationResource;
  /** How a hook of the last sync went; null for what is no hook. */
  run: HookRun | null;
  /** It was run and deleted again, so only the last sync knows of it. */
  isGone: boolean;
  /** Where Argo CD may apply it instead, because something there needs it. */
  movesTo: { phase: SyncPhase; wave: number | null } | null;
};

/** What is applied together. */
export type SyncStage = {
  phase: SyncPhase;
  /** Null for hooks of which only the last sync tells: it does not say in which wave they were. */
  wave: number | null;
  objects: StagedObject[];
  /**
   * Of a sync that runs: what is done, what it waits for, what comes after; `unknown` from the first stage on that is done
   * if objects are healthy whose health is not known. Null while none runs.
   */
  state: 'done' | 'current' | 'waits' | 'unknown' | null;
};
