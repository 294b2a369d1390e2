import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { runner } from '#lib/testing/runner.ts';
import { answerQuestion } from '#lib/views/runners/answer.ts';
import type { RunnerRow } from '#lib/views/runners/row.ts';
import { sentenceOf } from './fleet-sentence.tsx';
import { JobAnswer } from './job-answer.tsx';
import { Labels } from './labels.tsx';
import { NoFleet } from './no-fleet.tsx';

const SOURCE: SourceStatus = { id: 'runners/gitlab', label: 'Runners of gitlab', state: 'live', asOf: 1, since: 1 };
const FLEET = { total: 3, standings: { idle: 1, busy: 1, offline: 1 }, behind: 0, coverage: [], waiting: [], gaps: [] };
const JOB = {
  id: 'gitlab/1',
  forge: 'gitlab',
  name: 'build',
  repository: 'a/b',
  ref: null,
  labels: [],
  since: null,
  url: null,
} as const;
const waiting = (takers: number, maybe: number) => [{ ...JOB, labels: [], takers, maybe }];

describe('the fleet in a sentence', () => {
  it.each([
    [FLEET, 'Jobs find runners: 2 of 3 runners are ready, 1 at work.'],
    [{ ...FLEET, total: 0, standings: {} }, 'There are no runners, so every job waits.'],
    [{ ...FLEET, standings: { paused: 3 } }, 'No runner is ready: 3 are offline or paused, so jobs wait.'],
    [
      { ...FLEET, waiting: waiting(0, 0) },
      '1 job waits for a runner that is not there; 2 of 3 runners are ready, 1 at work.',
    ],
    [{ ...FLEET, waiting: waiting(0, 1) }, 'Jobs find runners: 2 of 3 runners are ready, 1 at work.'],
  ])('%#', (fleet, sentence) => {
    expect(sentenceOf(fleet)).toBe(sentence);
  });
});

describe('what cannot be shown', () => {
  it.each([
    ['forbidden', 'not permitted'],
    ['unreachable', 'cannot be read'],
    ['starting', 'are being read'],
  ] as const)('a source that is %s says so, and its reason and remedy', (state, words) => {
    const markup = renderToStaticMarkup(
      <NoFleet sources={[{ ...SOURCE, state, reason: 'It said 403.', remedy: 'Give it the role.' }]} />,
    );
    expect(markup).toContain(words);
    expect(markup.includes('It said 403.') && markup.includes('Give it the role.')).toBe(state !== 'starting');
  });

  it('tags that may not be read do not look like none', () => {
    expect(renderToStaticMarkup(<Labels labels={null} runsUntagged={null} />)).toContain('not permitted to read');
    expect(renderToStaticMarkup(<Labels labels={[]} runsUntagged={false} />)).toContain('none');
  });
});

describe('the answer', () => {
  const row = (change: Partial<RunnerRow>): RunnerRow => ({ ...runner(), standing: 'idle', behind: null, ...change });
  const ask = (rows: RunnerRow[], architectures: string[] = []) =>
    renderToStaticMarkup(
      <JobAnswer
        answer={answerQuestion(rows, {
          forge: 'gitlab',
          labels: ['gpu'],
          repository: '',
          group: '',
          isProtected: false,
          architectures,
        })}
      />,
    );

  it.each([
    ['one takes it', [row({ labels: ['gpu'] })], [], 'kubernetes takes it.'],
    ['none takes it', [row({})], [], 'No runner takes it now, so it waits.'],
    ['nobody knows', [row({ labels: null })], [], 'Nobody can say'],
    ['it is taken and fails', [row({ labels: ['gpu'] })], ['arm64'], 'It is taken, and fails'],
    ['there is none', [], [], 'There is no runner of this forge'],
  ])('says that %s', (_, rows, architectures, words) => {
    expect(ask(rows, architectures)).toContain(words);
  });
});
