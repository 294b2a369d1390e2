import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { RunnersCard } from '#components/overview/runners-card.tsx';
import type { Unseen } from '#lib/domain/runner/unseen.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { runner } from '#lib/testing/runner.ts';
import { answerQuestion } from '#lib/views/runners/answer.ts';
import type { FleetSummary } from '#lib/views/runners/fleet.ts';
import { parseQuestion } from '#lib/views/runners/question-params.ts';
import type { RunnerRow } from '#lib/views/runners/row.ts';
import { answerNow } from './answer-now.ts';
import { WaitingJobs } from './fleet-notes.tsx';
import { sentenceOf } from './fleet-sentence.tsx';
import { JobAnswer } from './job-answer.tsx';
import { Labels } from './labels.tsx';
import { NoFleet } from './no-fleet.tsx';
import { RunnerGone } from './runner-gone.tsx';
import { NothingFound } from './runners-table.tsx';

const SOURCE: SourceStatus = { id: 'runners/gitlab', label: 'Runners of gitlab', state: 'live', asOf: 1, since: 1 };
const FLEET: FleetSummary = {
  total: 3,
  standings: { idle: 1, busy: 1, offline: 1 },
  behind: 0,
  coverage: [],
  waiting: [],
  waits: { total: 0, stuck: 0, isLeast: false },
  gaps: [],
  unseen: [],
  projects: [],
};
const UNSEEN = [{ forge: 'github' as const, path: '' }];
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

describe('the fleet in a sentence', () => {
  it.each([
    [FLEET, 'Jobs find runners: 2 of 3 runners are ready, 1 at work.'],
    [{ ...FLEET, total: 0, standings: {} }, 'There are no runners, so every job waits.'],
    [{ ...FLEET, total: 0, standings: {}, unseen: UNSEEN }, 'No runner is known, and not all of them can be seen now.'],
    [
      { ...FLEET, standings: { paused: 1, stale: 2 } },
      'No runner that is known is ready (2 stale, 1 paused), so jobs wait.',
    ],
    [
      { ...FLEET, standings: { never_contacted: 3 }, unseen: UNSEEN },
      'No runner that is known is ready (3 never came), and not all of them can be seen now.',
    ],
    [
      { ...FLEET, waits: { total: 3, stuck: 1, isLeast: false } },
      '1 job waits for a runner that is not there; 2 of 3 runners are ready, 1 at work.',
    ],
    [
      { ...FLEET, waits: { total: 70, stuck: 60, isLeast: true } },
      'At least 60 jobs wait for a runner that is not there; 2 of 3 runners are ready, 1 at work.',
    ],
    [
      { ...FLEET, waits: { total: 1, stuck: 0, isLeast: false } },
      'Jobs find runners: 2 of 3 runners are ready, 1 at work.',
    ],
  ])('%#', (fleet, sentence) => {
    expect(sentenceOf(fleet)).toBe(sentence);
  });
});

describe('a job that waits', () => {
  const job = { ...JOB, labels: ['gpu'], takers: 0, maybe: 1 };

  it('leads to why, and where the page says so keeps what is chosen there', () => {
    const markup = renderToStaticMarkup(<WaitingJobs jobs={[job]} />);
    expect(markup).toContain('href="/runners?job=gitlab&amp;labels=gpu&amp;repository=a/b&amp;protected=yes"');
    const there = renderToStaticMarkup(
      <WaitingJobs jobs={[job]} askHref={({ labels }) => `/runners?q=arm&labels=${labels}`} />,
    );
    expect(there).toContain('href="/runners?q=arm&amp;labels=gpu"');
  });

  it('is not trouble on the first page while somebody may come for it', () => {
    const card = (fleet: FleetSummary) => renderToStaticMarkup(<RunnersCard fleet={fleet} trouble={null} />);
    const fleet = { ...FLEET, waiting: [job], waits: { total: 1, stuck: 0, isLeast: false } };
    expect(card(fleet)).toContain('<p class="text-muted">Jobs find runners');
    expect(card({ ...fleet, waits: { total: 1, stuck: 1, isLeast: false } })).toContain('<p class="font-medium">1 job');
  });
});

describe('a runner that was there', () => {
  it('is gone only where somebody can look', () => {
    const gone = (state: SourceStatus['state']) =>
      renderToStaticMarkup(<RunnerGone sources={[{ ...SOURCE, state, reason: 'It said 401.' }]} />);
    expect(gone('live')).toContain('no longer there');
    expect(gone('stale')).toContain('no longer there');
    expect(gone('absent')).toContain('no longer there');
    for (const state of ['forbidden', 'unreachable'] as const) {
      expect(gone(state)).toContain('It said 401.');
      expect(gone(state)).not.toContain('no longer there');
    }
  });
});

describe('the answer to the question of the page', () => {
  const question = parseQuestion(new URLSearchParams({ job: 'gitlab', labels: 'gpu' }));
  const other = parseQuestion(new URLSearchParams({ job: 'gitlab', labels: 'arm' }));
  const first = {
    question,
    answer: { counts: { takes: 1, fails: 0, unknown: 0, no: 0 }, answers: [], elsewhere: null },
  };

  it('is never that to another one', () => {
    expect(answerNow(question, null, first)).toBe(first.answer);
    expect(answerNow(other, null, first)).toBe('pending');
    expect(answerNow(null, null, first)).toBeNull();
    expect(answerNow(other, { rows: [], fleet: FLEET }, first)).toMatchObject({ counts: { takes: 0 } });
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

  it('runners that nobody sees now do not look like none', () => {
    const nothing = (isPartial: boolean) =>
      renderToStaticMarkup(<NothingFound total={0} isPartial={isPartial} clear="/runners" />);
    expect(nothing(true)).toContain('No runner is known');
    expect(nothing(false)).toContain('There are no runners');
  });

  it('tags that may not be read do not look like none', () => {
    expect(renderToStaticMarkup(<Labels labels={null} runsUntagged={null} />)).toContain('not permitted to read');
    expect(renderToStaticMarkup(<Labels labels={[]} runsUntagged={false} />)).toContain('none');
  });
});

describe('the answer', () => {
  const row = (change: Partial<RunnerRow>): RunnerRow => ({ ...runner(), standing: 'idle', behind: null, ...change });
  const ask = (rows: RunnerRow[], architectures: string[] = [], unseen: Unseen[] = []) =>
    renderToStaticMarkup(
      <JobAnswer
        answer={answerQuestion(
          rows,
          {
            forge: 'gitlab',
            labels: ['gpu'],
            repository: '',
            group: '',
            isProtected: false,
            architectures,
          },
          { unseen, projects: [] },
        )}
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

  it('is not no while a part of the fleet is not seen', () => {
    const unseen: Unseen[] = [{ forge: 'gitlab', path: 'platform' }];
    for (const rows of [[], [row({})]]) {
      expect(ask(rows, [], unseen)).toContain('No runner that the portal sees takes it now');
    }
  });

  it.each([
    ['ubuntu-latest', 'own runners take it'],
    ['big-box', 'unless a larger runner of GitHub has this name'],
  ])('of a job of GitHub that asks for %s is that %s', (label, words) => {
    const question = { forge: 'github', labels: [label], repository: '', group: '', isProtected: false } as const;
    const asked = { ...question, labels: [label], architectures: [] };
    const answer = answerQuestion([row({ forge: 'github', labels: ['arc'] })], asked, { unseen: [], projects: [] });
    expect(renderToStaticMarkup(<JobAnswer answer={answer} />)).toContain(words);
  });
});
