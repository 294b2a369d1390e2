import { expect, it } from 'vitest';
import { type ChangeRow, toChangeRow } from '#lib/domain/inbox/row.ts';
import { change, OWN_REPOSITORY } from '#lib/testing/change.ts';
import { waitingQuery } from './waiting-query.ts';

const viewer = { accountId: 'rui', username: 'rui', name: 'Rui', groups: [], canApprove: true };
const row = (id: string, phase: ChangeRow['phase']): ChangeRow => ({
  ...toChangeRow(change({ id, phase }), [], [], OWN_REPOSITORY),
  id,
});
const [first, second, third] = ['00000000-aaaaaaaa', '00000000-bbbbbbbb', '00000000-cccccccc'];

function patched(ids: string[], delta: { upsert?: ChangeRow[]; remove?: string[]; replace?: true }): string[] {
  const result = { data: { ids }, sources: [], position: 'e.1' };
  const patch = waitingQuery(viewer).patches.changes;
  return patch?.(result, { topic: 'changes', version: 2, upsert: [], remove: [], ...delta }).data.ids ?? [];
}

it('takes in what begins to wait and lets go of what does not wait any more', () => {
  expect(patched(['aaaaaaaa'], { upsert: [row(second, 'open'), row(first, 'merging')] })).toEqual(['bbbbbbbb']);
});

it('counts a change once however often it is told', () => {
  expect(patched(['aaaaaaaa'], { upsert: [row(first, 'open')] })).toEqual(['aaaaaaaa']);
});

it('forgets what is gone, and everything that a whole list does not name', () => {
  expect(patched(['aaaaaaaa', 'bbbbbbbb'], { remove: [first] })).toEqual(['bbbbbbbb']);
  expect(patched(['aaaaaaaa', 'bbbbbbbb'], { upsert: [row(third, 'open')], replace: true })).toEqual(['cccccccc']);
});
