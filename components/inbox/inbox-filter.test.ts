import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#lib/domain/approval/policy.ts';
import { toChangeRow } from '#lib/domain/inbox/row.ts';
import { change, OWN_REPOSITORY } from '#lib/testing/change.ts';
import { filterChanges, INBOX_ADDRESS } from './inbox-filter.ts';

const rows = [
  change({ id: 'form', title: 'Add the web service shop', mergeRequest: { iid: 12, url: '' } }),
  change({ id: 'model', title: 'cache', origin: { kind: 'ai', model: 'qwen', modelDigest: '' } }),
  change({
    id: 'branch',
    title: 'Raise limits',
    origin: { kind: 'forge', isFork: false, isDraft: true },
    subjects: [],
  }),
].map((each) => toChangeRow(each, [], [DEFAULT_POLICY], OWN_REPOSITORY));
const found = (query: string) =>
  filterChanges(rows, INBOX_ADDRESS.parse(new URLSearchParams(query))).map(({ id }) => id);

describe('the filter of the inbox', () => {
  it.each<[string, string[]]>([
    ['', ['form', 'model', 'branch']],
    ['origin=ai', ['model']],
    ['origin=forge', ['branch']],
    ['origin=__proto__', ['form', 'model', 'branch']],
    ['q=SHOP web', ['form']],
    ['q=!12', ['form']],
    ['q=argocd/shop&origin=ai', ['model']],
    ['q=nowhere', []],
  ])('%j', (query, ids) => {
    expect(found(query)).toEqual(ids);
  });

  it('is written into the address as it is read', () => {
    for (const query of ['', '?q=a+b', '?origin=ai', '?q=x&origin=template']) {
      expect(INBOX_ADDRESS.format(INBOX_ADDRESS.parse(new URLSearchParams(query)))).toBe(query);
    }
  });
});
