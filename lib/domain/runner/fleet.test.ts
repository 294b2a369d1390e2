import { describe, expect, it } from 'vitest';
import { runner } from '#lib/testing/runner.ts';
import { coverageOf } from './coverage.ts';
import type { WaitingJob } from './fleet.ts';
import { standingOf } from './standing.ts';
import { behindOf, newestVersions } from './version.ts';
import { judgeWaiting } from './waiting.ts';

describe('how a runner is', () => {
  it.each([
    [{}, 'idle'],
    [{ busy: true }, 'busy'],
    [{ busy: true, paused: true }, 'paused'],
    [{ paused: true, status: 'offline' }, 'offline'],
    [{ status: 'stale' }, 'stale'],
    [{ status: 'never_contacted' }, 'never_contacted'],
  ] as const)('%o is %s', (change, standing) => {
    expect(standingOf(runner(change))).toBe(standing);
  });
});

describe('the version of a runner', () => {
  it.each([
    ['17.5.0', '17.7.1', '17.7.1'],
    ['16.11.4', '17.0.0', '17.0.0'],
    ['17.7.0', '17.7.7-ee', null],
    ['18.0.0', '17.7.0', null],
    ['9.5.0', '17.10.0', '17.10.0'],
    ['17.9.0', '17.10.0', '17.10.0'],
    ['development', '17.7.0', null],
    [null, '17.7.0', null],
  ])('%s beside a forge of %s lacks %s', (version, forgeVersion, behind) => {
    expect(behindOf(runner({ version, forgeVersion }), new Map())).toBe(behind);
  });

  it('is compared with the newest beside it where the forge does not tell its own', () => {
    const fleet = [
      runner({ version: '2.9.0' }),
      runner({ version: '2.10.1' }),
      runner({ source: 'b', version: '3.0.0' }),
    ];
    expect(fleet.map((each) => behindOf(each, newestVersions(fleet)))).toEqual(['2.10.1', null, null]);
  });
});

describe('which architectures are covered', () => {
  it('counts what could take a job, and says first what nothing could', () => {
    const fleet = [
      runner({ architecture: 'x86_64' }),
      runner({ architecture: 'amd64', status: 'offline' }),
      runner({ architecture: 'riscv64', paused: true }),
      runner({ architecture: null }),
    ];
    expect(coverageOf(fleet)).toEqual([
      { architecture: 'riscv64', ready: 0, total: 1 },
      { architecture: 'amd64', ready: 1, total: 2 },
    ]);
  });
});

describe('waiting jobs', () => {
  const job = (id: string, labels: string[], since: number): WaitingJob => ({
    id,
    forge: 'gitlab',
    name: id,
    repository: 'platform/web',
    ref: 'main',
    labels,
    since,
    url: null,
  });

  it('that find no runner come first, then those of which nobody knows, then the rest', () => {
    const fleet = [
      runner({ labels: ['docker'] }),
      runner({ id: 'gitlab/2', labels: null, scope: { level: 'group', paths: ['other'] } }),
    ];
    const jobs = [job('runs', ['docker'], 1), job('stuck', ['gpu'], 3)];
    expect(judgeWaiting(jobs, fleet).map(({ id, takers, maybe }) => [id, takers, maybe])).toEqual([
      ['stuck', 0, 0],
      ['runs', 1, 0],
    ]);
    const unsure = [...fleet, runner({ id: 'gitlab/3', labels: null })];
    expect(judgeWaiting(jobs, unsure)[0]).toMatchObject({ id: 'stuck', takers: 0, maybe: 1 });
  });

  it('are not called stuck for a runner that takes protected branches only', () => {
    expect(judgeWaiting([job('deploy', [], 1)], [runner({ protectedOnly: true })])[0]).toMatchObject({ takers: 1 });
  });
});
