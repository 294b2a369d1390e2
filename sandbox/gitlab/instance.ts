import type { Background } from '../background.ts';
import type { SandboxClock } from '../clock.ts';
import type { Repositories } from '../git/repositories.ts';
import type { Delays, GitLabSeed, RateLimit } from './options.ts';
import type { Store } from './state/store.ts';
import type { Delivery } from './webhooks/delivery.ts';

export const GITLAB_VERSION = '17.7.7';
export const GITLAB_REVISION = '8b4dfa1c6e9';

/** One running GitLab: what every part of it works with. */
export type Instance = {
  /** Known once the server listens. Without a trailing slash. */
  url: string;
  readonly clock: SandboxClock;
  readonly store: Store;
  readonly repositories: Repositories;
  readonly background: Background;
  readonly delays: Delays;
  readonly rateLimit: RateLimit | null;
  readonly seed: GitLabSeed;
  /** What was sent to webhooks, newest last; a few hundred are kept. */
  readonly deliveries: Delivery[];
};
