import { describe, expect, it } from 'vitest';
import { runner } from '#lib/testing/runner.ts';
import { coverageOf } from './coverage.ts';
import type { WaitingJob } from './fleet.ts';
import type { Runner } from './runner.ts';
import { standingOf } from './standing.ts';
import type { Unseen } from './unseen.ts';
import { behindOf, newestVersions } from './version.ts';
import { type FleetFacts, judgeWaiting } from './waiting.ts';

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

  const open = { kind: 'project', id: 'project/platform/web', path: 'platform/web' } as const;
  const FACTS: FleetFacts = { unseen: [], projects: [{ ...open, instanceRunners: true, groupRunners: true }] };
  const judge = (jobs: WaitingJob[], fleet: Runner[], facts = FACTS) => judgeWaiting(jobs, fleet, facts);
  const hub = (labels: string[], change: Partial<WaitingJob> = {}): WaitingJob => ({
    ...job('hub', labels, 1),
    forge: 'github',
    repository: 'acme/web',
    ...change,
  });

  it('that find no runner come first, then those of which nobody knows, then the rest', () => {
    const fleet = [
      runner({ labels: ['docker'] }),
      runner({ id: 'gitlab/2', labels: null, scope: { level: 'group', paths: ['other'] } }),
    ];
    const jobs = [job('runs', ['docker'], 1), job('stuck', ['gpu'], 3)];
    expect(judge(jobs, fleet).map(({ id, takers, maybe }) => [id, takers, maybe])).toEqual([
      ['stuck', 0, 0],
      ['runs', 1, 0],
    ]);
    const unsure = [...fleet, runner({ id: 'gitlab/3', labels: null })];
    expect(judge(jobs, unsure)[0]).toMatchObject({ id: 'stuck', takers: 0, maybe: 1 });
  });

  it.each<[string, string[], Partial<WaitingJob>, object[]]>([
    ['GitHub has runners for', ['ubuntu-latest'], { hosted: 'takes' }, []],
    ['an Enterprise Server has none for', ['ubuntu-latest'], {}, [{ takers: 0, maybe: 0 }]],
    ['may be for a larger runner of GitHub', ['big-box'], { hosted: 'maybe' }, [{ takers: 0, maybe: 1 }]],
    ['name a runner of the fleet by its label', ['Busy'], { hosted: 'maybe' }, [{ takers: 0, maybe: 0 }]],
    ['name a runner of the fleet by its name', ['macos-14'], { hosted: 'takes' }, [{ takers: 0, maybe: 0 }]],
    ['name a group alone', [], { hosted: 'maybe' }, [{ takers: 0, maybe: 1 }]],
  ])('of GitHub that %s are judged so', (_, labels, change, expected) => {
    const fleet = [
      runner({ forge: 'github', status: 'offline', labels: ['busy'] }),
      runner({ id: 'github/2', forge: 'github', status: 'offline', name: 'macOS-14', labels: ['mac'] }),
    ];
    expect(judge([hub(labels, change)], fleet)).toMatchObject(expected);
    expect(judge([hub(labels, change)], fleet)).toHaveLength(expected.length);
  });

  it.each<[string, Unseen[], number]>([
    ['of its organization', [{ forge: 'github', path: 'Acme' }], 1],
    ['of a forge or a cluster that tells nothing now', [{ forge: 'github', path: '' }], 1],
    ['of its repository', [{ forge: 'github', path: 'acme/web' }], 1],
    ['of another organization', [{ forge: 'github', path: 'acm' }], 0],
    ['of another forge', [{ forge: 'gitlab', path: '' }], 0],
    ['though all that serve it are known', [{ forge: 'github', path: '', besides: ['acme/web'] }], 0],
  ])('are not called stuck while runners %s are not seen: %o', (_, unseen, maybe) => {
    expect(judge([hub(['self-hosted'])], [], { ...FACTS, unseen })).toMatchObject([{ takers: 0, maybe }]);
  });

  it('of a public repository find no runner in a group that is closed to those', () => {
    const group = { name: 'Default', repositories: null, limits: ['private' as const] };
    const fleet = [runner({ forge: 'github', labels: ['self-hosted'], group })];
    expect(judge([hub(['self-hosted'], { isPublic: true })], fleet)).toMatchObject([{ takers: 0, maybe: 0 }]);
    expect(judge([hub(['self-hosted'], { isPublic: false })], fleet)).toMatchObject([{ takers: 1 }]);
  });

  it.each([
    [true, 1, 0],
    [false, 0, 0],
    [null, 0, 1],
  ])('find a runner of the instance where their project lets it: %o', (instanceRunners, takers, maybe) => {
    const projects = [{ ...open, path: 'Platform/Web', instanceRunners, groupRunners: false }];
    expect(judge([job('build', [], 1)], [runner()], { unseen: [], projects })).toMatchObject([{ takers, maybe }]);
  });

  it('are not called stuck for a runner that takes protected branches only', () => {
    expect(judge([job('deploy', [], 1)], [runner({ protectedOnly: true })])[0]).toMatchObject({ takers: 1 });
  });
});
