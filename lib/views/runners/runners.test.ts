import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetGap, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import { RUNNER_FORGES, type Runner } from '#lib/domain/runner/runner.ts';
import { RUNNER_STANDINGS } from '#lib/domain/runner/standing.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { runner } from '#lib/testing/runner.ts';
import { answerQuestion } from './answer.ts';
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

const fleetOf = (runners: Partial<Runner>[], gaps: FleetGap[] = [], waiting: WaitingJob[] = []) => {
  const byId = <Value extends { id: string }>(values: Value[]) =>
    testCollection(values.map((value) => [value.id, value]));
  const all = runners.map((change, index) => runner({ id: `gitlab/${index}`, name: `runner ${index}`, ...change }));
  const source = { runners: byId(all), gaps: byId(gaps), waiting: byId(waiting) };
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
    const { counts, answers } = answerQuestion(readRunners(services), JOB);
    expect(counts).toEqual({ takes: 1, fails: 0, unknown: 1, no: 2 });
    expect(answers.map(({ name }) => name)).toEqual(['right', 'unsure', 'near', 'far']);
  });

  it('counts all of thousands and tells of the first', () => {
    const { services } = fleetOf(Array.from({ length: 500 }, () => ({ labels: ['docker'] })));
    const { counts, answers } = answerQuestion(readRunners(services), JOB);
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
    const job = {
      id: 'gitlab/7',
      forge: 'gitlab',
      name: 'build',
      repository: 'a/b',
      ref: 'main',
      labels: ['gpu'],
      since: 1,
      url: null,
    } as const;
    const { source, services } = fleetOf(
      [{ forgeVersion: '17.9.0' }, { paused: true }],
      [gap],
      [{ ...job, labels: [...job.labels] }],
    );
    source.runners.source = { ...source.runners.source, state: 'live' };
    expect(readFleet(services)).toMatchObject({
      total: 2,
      standings: { idle: 1, paused: 1 },
      behind: 1,
      gaps: [gap],
      waiting: [{ id: 'gitlab/7', takers: 0, maybe: 0 }],
    });
  });
});
