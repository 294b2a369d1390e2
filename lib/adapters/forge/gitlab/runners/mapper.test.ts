import { describe, expect, it } from 'vitest';
import { toRunner } from './mapper.ts';
import { Details, Entry } from './schema.ts';

const HOME = {
  id: 'gitlab',
  webUrl: 'https://gitlab.homelab.local/git',
  version: '17.7.0',
  isAdministrator: false,
  now: Date.UTC(2026, 0, 1),
};

/** As recorded from a GitLab 17. */
const ENTRY = {
  id: 8,
  description: 'test-1-20150125',
  ip_address: '127.0.0.1',
  active: true,
  paused: false,
  is_shared: true,
  runner_type: 'group_type',
  name: 'gitlab-runner',
  online: true,
  status: 'online',
  job_execution_status: 'running',
  created_at: '2024-01-15T09:00:00.000Z',
};
const DETAILS = {
  tag_list: ['sast', 'docker'],
  run_untagged: true,
  locked: false,
  access_level: 'ref_protected',
  version: '17.9.0',
  platform: 'linux',
  architecture: 'amd64',
  contacted_at: '2024-03-01T10:22:31.000Z',
  projects: [{ path_with_namespace: 'gitlab-org/gitlab' }],
  groups: [{ id: 2, web_url: 'https://gitlab.homelab.local/git/groups/gitlab-org/sub%20group' }],
};

function runnerOf(entry: object, details: object | null = {}, home = HOME) {
  const known =
    details === null ? undefined : { details: Details.parse({ ...DETAILS, ...details }), managers: [], unread: [] };
  return toRunner(home, Entry.parse({ ...ENTRY, ...entry }), known, []);
}

describe('a runner of GitLab', () => {
  it('is what GitLab says it is', () => {
    expect(runnerOf({})).toMatchObject({
      id: 'gitlab/8',
      name: 'test-1-20150125',
      busy: true,
      labels: ['sast', 'docker'],
      protectedOnly: true,
      forgeVersion: '17.7.0',
      scope: { level: 'group', paths: ['gitlab-org/sub group'] },
      contactedAt: Date.UTC(2024, 2, 1, 10, 22, 31),
      url: 'https://gitlab.homelab.local/git/groups/gitlab-org/sub%20group/-/runners/8',
    });
  });

  it('was never heard of in the future, whatever the clock of the forge says', () => {
    expect(runnerOf({}, { contacted_at: '2026-01-01T00:07:00Z' }).contactedAt).toBe(HOME.now);
  });

  it('is paused when only the old field says so', () => {
    expect(runnerOf({ paused: null, active: false }).paused).toBe(true);
    expect(runnerOf({ paused: false, active: false }).paused).toBe(false);
  });

  it('has no tags that are known while its details are not', () => {
    expect(runnerOf({}, null)).toMatchObject({
      labels: null,
      runsUntagged: null,
      protectedOnly: null,
      scope: { paths: null },
      unread: ['Its details are still to be read.'],
    });
  });

  it('of another shape is read as far as it goes: text where a list should be is not a list of tags', () => {
    expect(runnerOf({ status: 'not_connected' }, { tag_list: 'sast,docker', contacted_at: 'yesterday' })).toMatchObject(
      {
        status: 'online',
        labels: null,
        contactedAt: null,
      },
    );
  });

  it.each(['https://[', 'https://gitlab.homelab.local/git/groups/100%'])(
    'of a group with the odd address %s is one whose group is not known, and has no page',
    (address) => {
      const odd = runnerOf({}, { groups: [{ id: 2, web_url: address }] });
      expect(odd).toMatchObject({ scope: { level: 'group', paths: null }, url: null });
    },
  );

  it('has a page of the instance for administrators only', () => {
    expect(runnerOf({ runner_type: 'instance_type' }).url).toBeNull();
    const own = runnerOf({ runner_type: 'instance_type' }, {}, { ...HOME, isAdministrator: true });
    expect(own.url).toBe('https://gitlab.homelab.local/git/admin/runners/8');
  });
});
