import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { HistoryList } from './application-history.tsx';

const SHA = '4c1f0e6d0c9b7a5f3e2d1c0b9a8f7e6d5c4b3a29';
const history = [{ id: 1, revisions: ['1.7.2', SHA], deployedAt: null }];
const commitUrls = { [SHA]: 'https://gitlab.lan/commit' };

it('says who made what was deployed, and why, once that is known', () => {
  const before = renderToStaticMarkup(<HistoryList {...{ history, commitUrls }} commits={undefined} />);
  expect(before).toContain('4c1f0e6d');
  expect(before).not.toContain('by ');
  const commits = { notes: { [SHA]: { author: 'Dana', title: 'Raise the <b>limits</b>' } }, reason: '' };
  const after = renderToStaticMarkup(<HistoryList {...{ history, commitUrls, commits }} />);
  expect(after).toMatch(/Raise the &lt;b&gt;limits&lt;\/b&gt;.*by Dana/);
});

it('says it once of a commit that several sources are at', () => {
  const several = [{ id: 1, revisions: ['8.7.9', SHA, SHA], deployedAt: null }];
  const commits = { notes: { [SHA]: { author: 'Dana', title: 'Raise the limits' } }, reason: '' };
  const page = renderToStaticMarkup(<HistoryList {...{ history: several, commitUrls, commits }} />);
  expect(page.match(/Raise the limits/g)).toHaveLength(1);
  expect(page.match(/<code>4c1f0e6d/g)).toHaveLength(1);
});

it('says why nobody can know it now', () => {
  const commits = { notes: {}, reason: 'gitlab: it is away' };
  expect(renderToStaticMarkup(<HistoryList {...{ history, commitUrls, commits }} />)).toContain(
    'cannot be known now: gitlab: it is away',
  );
});
