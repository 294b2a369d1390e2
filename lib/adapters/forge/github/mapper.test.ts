import { describe, expect, it } from 'vitest';
import { isOfFork, toFileDiff, toLineNote, toMergeRequest, toReviewNote } from './mapper.ts';
import { judgeListed } from './mergeability.ts';
import { LineComment, Pull, Review } from './schema.ts';

const USER = { id: 1, login: 'ada' };
const pull = (change: Record<string, unknown> = {}) =>
  Pull.parse({
    number: 7,
    state: 'open',
    title: 'x',
    body: null,
    html_url: 'https://github.com/a/b/pull/7',
    user: USER,
    merged_at: null,
    created_at: '2026-11-01T12:00:00Z',
    updated_at: '2026-11-01T12:00:00Z',
    merge_commit_sha: 'c'.repeat(40),
    head: { ref: 'x', sha: 'a'.repeat(40), repo: { id: 1 } },
    base: { ref: 'main', sha: 'b'.repeat(40), repo: { id: 1 } },
    ...change,
  });

describe('a pull request', () => {
  it('is of a fork where its branch is in another repository, or in one that was deleted', () => {
    const side = { ref: 'x', sha: '' };
    expect(isOfFork(pull())).toBe(false);
    expect(isOfFork(pull({ head: { ...side, repo: { id: 2 } } }))).toBe(true);
    expect(isOfFork(pull({ head: { ...side, repo: null } }))).toBe(true);
  });

  it('tells the commit of its merge only once it is merged: before it is that of a trial', () => {
    const judgement = { mergeability: 'checking' as const, mergeStatus: '' };
    expect(toMergeRequest(pull(), judgement)).toMatchObject({ state: 'opened', mergeSha: null });
    expect(toMergeRequest(pull({ state: 'closed' }), judgement)).toMatchObject({ state: 'closed', mergeSha: null });
    const merged = pull({ state: 'closed', merged_at: '2026-11-01T13:00:00Z' });
    expect(toMergeRequest(merged, judgement)).toMatchObject({ state: 'merged', mergeSha: 'c'.repeat(40) });
  });

  it('is of somebody also when their account is gone', () => {
    expect(pull({ user: null }).user).toMatchObject({ username: 'ghost' });
  });

  it.each([
    [{}, 'checking', 'checking'],
    [{ mergeable: null, mergeable_state: 'unknown' }, 'checking', 'checking'],
    [{ mergeable: true, mergeable_state: 'unknown' }, 'checking', 'checking'],
    [{ mergeable: true, mergeable_state: 'clean' }, 'mergeable', 'mergeable'],
    [{ mergeable: true, mergeable_state: 'unstable' }, 'mergeable', 'mergeable'],
    [{ mergeable: true, mergeable_state: 'has_hooks' }, 'mergeable', 'mergeable'],
    [{ mergeable: false, mergeable_state: 'dirty' }, 'blocked', 'conflict'],
    [{ mergeable: true, mergeable_state: 'behind' }, 'blocked', 'need_rebase'],
    [{ mergeable: true, mergeable_state: 'clean', draft: true }, 'blocked', 'draft_status'],
    [{ mergeable: null, state: 'closed' }, 'blocked', 'not_open'],
  ])('%o is %s: %s', (change, mergeability, mergeStatus) => {
    expect(judgeListed(pull(change))).toEqual({ mergeability, mergeStatus });
  });

  it.each(['blocked', 'a newer word'])('that is %s is not called mergeable', (mergeable_state) => {
    expect(judgeListed(pull({ mergeable: true, mergeable_state }))).toBeNull();
  });
});

describe('a file of a difference', () => {
  const file = { filename: 'b', status: 'modified', previous_filename: null, patch: null };

  it.each([
    [{ status: 'added' }, '100644', { change: 'added', oldPath: 'b', entry: 'file' }],
    [{ status: 'removed' }, '', { change: 'deleted', entry: 'file' }],
    [{ status: 'renamed', previous_filename: 'a' }, '100644', { change: 'renamed', oldPath: 'a' }],
    [{ status: 'copied', previous_filename: 'a' }, '100644', { change: 'added', oldPath: 'b' }],
    [{ status: 'changed' }, '120000', { change: 'modified', entry: 'link' }],
    [{ status: 'modified' }, '160000', { entry: 'submodule', patch: null }],
  ])('%o with mode %s', (change, mode, expected) => {
    expect(toFileDiff({ ...file, ...change }, mode)).toMatchObject(expected);
  });
});

it('a review without a word, and one that is not sent, are no notes', () => {
  const review = { id: 1, user: USER, commit_id: null, submitted_at: '2026-11-01T12:00:00Z' };
  const noteOf = (state: string, body: string | null) => toReviewNote(Review.parse({ ...review, state, body }));
  expect([noteOf('APPROVED', ''), noteOf('APPROVED', null), noteOf('PENDING', 'x')].flat()).toEqual([]);
  expect(noteOf('COMMENTED', 'x')).toMatchObject([{ body: 'x', place: null }]);
});

it('a text about a whole file stands beside no line', () => {
  const comment = { id: 1, user: USER, body: 'x', created_at: '2026-11-01T12:00:00Z', path: 'a' };
  expect(toLineNote(LineComment.parse({ ...comment, subject_type: 'file' })).place).toBeNull();
});
