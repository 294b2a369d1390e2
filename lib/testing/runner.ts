import type { Runner } from '#lib/domain/runner/runner.ts';

/** A GitLab runner of the whole instance that takes any job, except for what the test says. */
export function runner(change: Partial<Runner> = {}): Runner {
  return {
    id: 'gitlab/1',
    source: 'gitlab',
    forge: 'gitlab',
    kind: 'runner',
    name: 'kubernetes',
    scope: { level: 'instance', paths: [] },
    group: null,
    status: 'online',
    paused: false,
    busy: false,
    labels: [],
    runsUntagged: true,
    locked: false,
    protectedOnly: false,
    version: '17.7.1',
    platform: 'linux',
    architecture: 'amd64',
    managers: [],
    jobs: [],
    contactedAt: null,
    url: null,
    scaleSet: null,
    unread: [],
    ...change,
  };
}
