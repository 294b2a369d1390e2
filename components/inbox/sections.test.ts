import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#lib/domain/approval/policy.ts';
import { toChangeRow, type Viewer } from '#lib/domain/inbox/row.ts';
import { approval, change, OWN_REPOSITORY, SHA } from '#lib/testing/change.ts';
import { sectionsOf } from './sections.ts';

const rui: Viewer = { accountId: 'account-rui', username: 'rui', name: 'Rui', groups: [], canApprove: true };
const dana: Viewer = { accountId: 'account-dana', username: 'dana', name: 'Dana', groups: [], canApprove: false };
const open = change({ id: 'open', phase: 'open', headSha: SHA.head, diffHash: 'diff', updatedAt: 3 });
const approved = change({ id: 'approved', phase: 'approved', headSha: SHA.head, diffHash: 'diff', updatedAt: 2 });
const live = change({ id: 'live', phase: 'live', updatedAt: 1 });

const rows = [
  toChangeRow(live, [], [DEFAULT_POLICY], OWN_REPOSITORY),
  toChangeRow(approved, [approval()], [DEFAULT_POLICY], OWN_REPOSITORY),
  toChangeRow(open, [], [DEFAULT_POLICY], OWN_REPOSITORY),
];
const ids = (viewer: Viewer) => sectionsOf(rows, viewer).map(({ rows: shown }) => shown.map(({ id }) => id));

describe('sectionsOf', () => {
  it('puts first what a reviewer can approve and what they approved and can merge', () => {
    expect(ids(rui)).toEqual([['open', 'approved'], [], ['live']]);
  });

  it('asks the one who made a change for the merge, never for the approval', () => {
    expect(ids(dana)).toEqual([['approved'], ['open'], ['live']]);
    expect(ids({ ...dana, canApprove: true })).toEqual([['approved'], ['open'], ['live']]);
  });

  it('sets apart what models began', () => {
    const ai = { kind: 'ai', model: 'qwen', modelDigest: '' } as const;
    const model = toChangeRow({ ...open, id: 'model', origin: ai }, [], [DEFAULT_POLICY], OWN_REPOSITORY);
    const sections = sectionsOf([...rows, model], dana).map(({ title, rows: shown }) => [
      title,
      shown.map(({ id }) => id),
    ]);
    expect(sections).toEqual([
      ['Waits for you', ['approved']],
      ['Under way, begun by models', ['model']],
      ['Under way', ['open']],
      ['Ended', ['live']],
    ]);
  });

  it('asks nobody to approve what the guardrails refuse', () => {
    const results = [{ id: 'x', title: 'X', verdict: 'fail' as const, findings: [] }];
    const refused = toChangeRow(
      { ...open, report: { sha: SHA.head, at: 0, results } },
      [],
      [DEFAULT_POLICY],
      OWN_REPOSITORY,
    );
    expect(sectionsOf([refused], rui)[0]?.rows).toEqual([]);
  });

  it('asks nobody to look at what its author calls a draft', () => {
    const origin = { kind: 'forge', isFork: false, isDraft: true } as const;
    const draft = toChangeRow({ ...open, id: 'draft', origin }, [], [DEFAULT_POLICY], OWN_REPOSITORY);
    expect(sectionsOf([draft], rui)[0]?.rows).toEqual([]);
  });

  it('asks nobody who pushed to the branch', () => {
    const pushed = toChangeRow({ ...open, contributors: ['rui'] }, [], [DEFAULT_POLICY], OWN_REPOSITORY);
    expect(sectionsOf([pushed], rui)[0]?.rows).toEqual([]);
  });
});
