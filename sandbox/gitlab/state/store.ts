import { randomBytes } from 'node:crypto';
import { openStateFile, type StateFile } from '../../state-file.ts';
import type { State } from './model.ts';

export type Store = StateFile<State>;

/** Opens `directory/state.json`, or begins a new state where there is none. Throws when the file cannot be read. */
export function openStore(directory: string): Promise<Store> {
  return openStateFile(directory, emptyState);
}

function emptyState(): State {
  return {
    version: 1,
    secret: randomBytes(32).toString('hex'),
    signingKey: null,
    counters: {},
    users: [],
    groups: [],
    members: [],
    projects: [],
    personalTokens: [],
    applications: [],
    grants: [],
    accessTokens: [],
    sessions: [],
    mergeRequests: [],
    notes: [],
    approvals: [],
    pipelines: [],
    jobs: [],
    runners: [],
    hooks: [],
    events: [],
    pendingPushes: [],
  };
}
