import type { Background } from '../background.ts';
import type { SandboxClock } from '../clock.ts';
import type { Repositories } from '../git/repositories.ts';
import type { StateFile } from '../state-file.ts';
import type { Delays, SeedUser } from './options.ts';
import type { State } from './state/model.ts';

export const GITEA_VERSION = '1.24.7';

/** One running Gitea: what every part of it works with. */
export type Instance = {
  /** Known once the server listens. Without a trailing slash. */
  url: string;
  readonly version: string;
  readonly clock: SandboxClock;
  readonly store: StateFile<State>;
  readonly repositories: Repositories;
  readonly background: Background;
  readonly delays: Delays;
  readonly invalidatesRefreshTokens: boolean;
  /** For the sign-in page: whoever has a password, which is no secret here. */
  readonly people: readonly SeedUser[];
};
