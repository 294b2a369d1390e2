import type { Background } from '../../background.ts';
import type { SandboxClock } from '../../clock.ts';
import type { Repositories } from '../../git/repositories.ts';
import type { StateFile } from '../../state-file.ts';
import type { State } from './state/model.ts';

/** How long GitHub's jobs take, in sandbox ms. */
export type Delays = {
  /** From a push to its activity and to what it changes of pull requests. */
  afterPushMs: number;
  /** A pull request is `mergeable: null` for so long. */
  mergeCheckMs: number;
};

/** How much GitHub gives at once. */
export type Limits = {
  /** Of a recursive tree. */
  treeEntries: number;
};

/** The part of a GitHub that keeps code: real repositories, and what people do with them. */
export type ForgeInstance = {
  clock: SandboxClock;
  store: StateFile<State>;
  repositories: Repositories;
  background: Background;
  delays: Delays;
  limits: Limits;
};
