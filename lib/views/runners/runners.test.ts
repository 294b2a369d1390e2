import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessRule } from '#lib/domain/runner/access-rule.ts';
import type { FleetGap, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import { RUNNER_FORGES, type Runner } from '#lib/domain/runner/runner.ts';
import { RUNNER_STANDINGS } from '#lib/domain/runner/standing.ts';
import type { Unseen } from '#lib/domain/runner/unseen.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { runner } from '#lib/testing/runner.ts';
import { answerQuestion, type FleetAnswer } from './answer.ts';
import { readFleet } from './fleet.ts';
import { parseQuestion } from './question-params.ts';
import { findRunner, readRunners } from './row.ts';
import { ALL_RUNNERS, RUNNER_SORTS, selectRunners } from './select-rows.ts';
import { formatRunnersAddress, parseRunnersAddress } from './selection-params.ts';

const JOB: JobQuestion = {
  forge: 'gitlab',
  labels: ['docker'],
  repository: '',
  group: '',
  isProtected: false,
  architectures: [],
};

const WAITING: WaitingJob = {
  id: 'gitlab/7',
  forge: 'gitlab',
  name: 'build',
  repository: 'a/b',
  ref: 'main',
  labels: ['gpu'],
  since: 1,
  url: null,
};
const NOTHING_ELSE = { unseen: [], projects: [] };

const fleetOf = (runners: Partial<Runner>[], gaps: FleetGap[] = [], waiting: WaitingJob[] = []) => {
  const byId = <Value extends { id: string }>(values: Value[]) =>
    testCollection(values.map((value) => [value.id, value]));
  const all = runners.map((change, index) => runner({ id: `gitlab/${index}`, name: `runner ${index}`, ...change }));
  const rules = testCollection<AccessRule>();
  const source = { forge: 'gitlab' as const, runners: byId(all), gaps: byId(gaps), waiting: byId(waiting), rules };
  return { source, services: { runnerSources: [source] } };
};

describe('the address of the runners', () => {
  const words = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9._/-]{1,8}$/), { maxLength: 4 });
  const question = fc.record({
    forge: fc.constantFrom(...RUNNER_FORGES),
    labels: words,
    repository: fc.constantFrom('', 'platform/gitops', 'a/b/c'),
    group: fc.constantFrom('', 'GPU runners'),
    isProtected: fc.boolean(),
    architectures: words,
  });
  const address = fc.record({
    search: fc.constantFrom('', 'gpu arm', 'a&b=c'),
    standings: fc.uniqueArray(fc.constantFrom(...RUNNER_STANDINGS)),
    sort: fc.constantFrom(...RUNNER_SORTS),
    descending: fc.boolean(),
    question: fc.option(question),
  });

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(address, (state) => {
        expect(parseRunnersAddress(new URLSearchParams(formatRunnersAddress(state)))).toEqual(state);
      }),
    );
  });

  it('is short for what is as usual, and leaves out what it does not know', () => {
    expect(formatRunnersAddress({ ...ALL_RUNNERS, question: null })).toBe('');
    const state = parseRunnersAddress(new URLSearchParams('standing=idle,asleep&sort=-colour&job=svn&labels=x'));
    expect(state).toEqual({ ...ALL_RUNNERS, standings: ['idle'], descending: true, question: null });
  });

  it('takes tags as they are copied out of a pipeline', () => {
    const asked = parseQuestion(new URLSearchParams({ job: 'gitlab', labels: '["gpu", \'amd64\'] gpu' }));
    expect(asked?.labels).toEqual(['gpu', 'amd64']);
  });
});

describe('the rows of the runners', () => {
  const { services } = fleetOf([
    { name: 'b', labels: ['GPU'], version: '17.10.0' },
    { name: 'a', status: 'offline', version: '17.9.0', architecture: 'aarch64' },
    { name: 'c', busy: true, version: '17.9.1', scope: { level: 'project', paths: ['platform/web'] } },
  ]);
  const select = (change: object) =>
    selectRunners(readRunners(services), { ...ALL_RUNNERS, ...change }).map(({ name }) => name);

  it('are searched in everything that they show', () => {
    expect(select({ search: 'gpu' })).toEqual(['b']);
    expect(select({ search: 'platform/web busy' })).toEqual(['c']);
    expect(select({ search: 'arm64' })).toEqual(['a']);
    expect(select({ search: 'behind' })).toEqual(['a', 'c']);
  });

  it('show trouble first, and sort versions as numbers', () => {
    expect(select({})).toEqual(['a', 'c', 'b']);
    expect(select({ sort: 'version', descending: true })).toEqual(['b', 'c', 'a']);
    expect(select({ standings: ['idle', 'busy'] })).toEqual(['c', 'b']);
  });

  it('are found one by one, with the source that told of them', () => {
    expect(findRunner(services, 'gitlab/1')?.row).toMatchObject({ name: 'a', standing: 'offline', behind: '17.10.0' });
    expect(findRunner(services, 'gitlab/9')).toBeNull();
  });
});

describe('the answer to which runner takes a job', () => {
  it('has who takes it first, who is nearest to it next, and leaves the other forge out', () => {
    const { services } = fleetOf([
      { name: 'far', paused: true, labels: ['arm'] },
      { name: 'near', labels: ['arm'] },
      { name: 'unsure', labels: null },
      { name: 'right', labels: ['docker'] },
      { name: 'elsewhere', forge: 'github', labels: ['docker'] },
    ]);
    const { counts, answers } = answerQuestion(readRunners(services), JOB, NOTHING_ELSE);
    expect(counts).toEqual({ takes: 1, fails: 0, unknown: 1, no: 2 });
    expect(answers.map(({ name }) => name)).toEqual(['right', 'unsure', 'near', 'far']);
  });

  it('does not promise a runner of the instance to a project that turned them off, or that nobody looked at', () => {
    const { source, services } = fleetOf([{ labels: ['docker'] }]);
    const rule = { kind: 'project', path: 'a/b', instanceRunners: false, groupRunners: true } as const;
    source.rules.set('project/a/b', { ...rule, id: 'project/a/b' });
    const ask = (repository: string) =>
      answerQuestion(readRunners(services), { ...JOB, repository }, readFleet(services) ?? NOTHING_ELSE).counts;
    expect(ask('A/B')).toMatchObject({ no: 1 });
    expect(ask('a/c')).toMatchObject({ unknown: 1 });
    expect(ask('')).toMatchObject({ takes: 1 });
  });

  it.each<[string, Partial<JobQuestion>, Unseen[], FleetAnswer['elsewhere']]>([
    ['GitHub itself', { labels: ['ubuntu-latest'] }, [{ forge: 'github', path: '' }], 'hosted'],
    ['what nobody sees', { labels: ['gpu'] }, [{ forge: 'github', path: '' }], 'unseen'],
    ['a larger runner of GitHub', { labels: ['gpu'] }, [], 'larger'],
    ['the fleet alone, which has a runner of that name', { labels: ['mac'] }, [], null],
    ['the fleet alone', { labels: ['self-hosted', 'gpu'] }, [{ forge: 'gitlab', path: '' }], null],
  ])('says that it is taken by %s', (_, change, unseen, elsewhere) => {
    const { services } = fleetOf([{ forge: 'github', status: 'offline', labels: ['mac'] }]);
    const question = { ...JOB, forge: 'github' as const, ...change };
    expect(answerQuestion(readRunners(services), question, { unseen, projects: [] }).elsewhere).toBe(elsewhere);
  });

  it('counts all of thousands and tells of the first', () => {
    const { services } = fleetOf(Array.from({ length: 500 }, () => ({ labels: ['docker'] })));
    const { counts, answers } = answerQuestion(readRunners(services), JOB, NOTHING_ELSE);
    expect([counts.takes, answers.length]).toEqual([500, 100]);
  });
});

describe('the fleet in a few lines', () => {
  it('is not known while no forge has told of it, which is not that there are none', () => {
    const { source, services } = fleetOf([{}]);
    source.runners.source = { ...source.runners.source, state: 'forbidden' };
    expect(readFleet(services)).toBeNull();
    const none = fleetOf([]);
    none.source.runners.source = { ...none.source.runners.source, state: 'live' };
    expect(readFleet(none.services)).toMatchObject({ total: 0, waiting: [] });
  });

  it('has counts, what is behind, what is not permitted, and jobs that find no runner', () => {
    const gap = { id: 'gitlab/instance', subject: 'All runners', reason: '403', remedy: 'A token.' };
    const { source, services } = fleetOf([{ forgeVersion: '17.9.0' }, { paused: true }], [gap], [WAITING]);
    source.runners.source = { ...source.runners.source, state: 'live' };
    expect(readFleet(services)).toMatchObject({
      total: 2,
      standings: { idle: 1, paused: 1 },
      behind: 1,
      gaps: [gap],
      waiting: [{ id: 'gitlab/7', takers: 0, maybe: 0 }],
      waits: { total: 1, stuck: 1, isLeast: false },
    });
  });

  it('counts all jobs that wait, tells of the first, and says where there are more', () => {
    const jobs = Array.from({ length: 120 }, (_, index) => ({ ...WAITING, id: `gitlab/${index}` }));
    const cut = { id: 'cut', subject: 'Jobs', reason: 'more', remedy: 'Wait.', isCut: true as const };
    const fleet = readFleet(fleetOf([], [cut], jobs).services);
    expect(fleet?.waiting).toHaveLength(50);
    expect(fleet?.waits).toEqual({ total: 120, stuck: 120, isLeast: true });
  });

  it('calls no job stuck while a part that may hold its runner is not seen', () => {
    const job = { ...WAITING, forge: 'github' as const, repository: 'acme/web', labels: ['self-hosted'] };
    const forge = fleetOf([], [], [job]).source;
    const stuckBeside = (state: SourceState, gaps: FleetGap[] = []) => {
      const cluster = fleetOf([], gaps).source;
      cluster.runners.source = {
        ...cluster.runners.source,
        state,
        ...(state === 'absent' ? { isOptional: true } : {}),
      };
      const services = {
        runnerSources: [
          { ...forge, forge: 'github' as const },
          { ...cluster, forge: 'github' as const },
        ],
      };
      return readFleet(services)?.waits.stuck;
    };
    expect(stuckBeside('live')).toBe(1);
    expect(stuckBeside('absent')).toBe(1);
    expect(stuckBeside('starting')).toBe(0);
    expect(stuckBeside('unreachable')).toBe(0);
    const gap = { id: 'g', subject: 'Runners of acme', reason: '403', remedy: 'A token.' };
    expect(stuckBeside('live', [gap])).toBe(1);
    expect(stuckBeside('live', [{ ...gap, hides: { forge: 'github', path: 'acme' } }])).toBe(0);
  });
});

describe('the group of a scale set', () => {
  const set = (level: 'organization' | 'enterprise', paths: string[]) => ({
    id: `lab/arc/${level}`,
    forge: 'github' as const,
    kind: 'scale-set' as const,
    scope: { level, paths },
    group: { name: 'GPU', repositories: null, limits: ['unread' as const] },
  });
  const group = { name: 'gpu', repositories: ['acme/models'] };
  const rule = { kind: 'group', id: 'group/acme/gpu', organization: 'Acme', group } as const;

  it('is open to whom a GitHub that is read says, and to nobody for certain without one', () => {
    const { source, services } = fleetOf([set('organization', ['acme']), set('enterprise', ['acme'])]);
    const groups = () => readRunners(services).map((row) => row.group?.repositories);
    expect(groups()).toEqual([null, null]);
    source.rules.set(rule.id, { ...rule, group: { ...group, repositories: [...group.repositories] } });
    expect(groups()).toEqual([['acme/models'], null]);
    expect(findRunner(services, 'lab/arc/organization')?.row.group).toEqual(group);
  });
});
