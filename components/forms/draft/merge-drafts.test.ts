import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormPage } from '#lib/domain/template/template.ts';
import { mergeDrafts } from './merge-drafts.ts';

const properties = { name: {}, image: {}, token: { 'ui:widget': 'password' } };
const pages: FormPage[] = [{ title: '', description: '', schema: { properties } }];
const base = { name: 'shop', image: 'a:1' };

describe('one form in two tabs', () => {
  it.each([
    ['takes what was typed there', base, { ...base, image: 'a:2' }, { ...base, image: 'a:2' }, []],
    ['keeps what was typed here', { ...base, name: 'mail' }, base, { ...base, name: 'mail' }, []],
    [
      'has both where they are different fields',
      { ...base, name: 'mail' },
      { ...base, image: 'a:2' },
      { name: 'mail', image: 'a:2' },
      [],
    ],
    ['is at one where both typed the same', { ...base, name: 'x' }, { ...base, name: 'x' }, { ...base, name: 'x' }, []],
    [
      'keeps its own and tells theirs where both changed one field',
      { ...base, name: 'mail' },
      { ...base, name: 'post' },
      { ...base, name: 'mail' },
      [{ field: 'name', theirs: 'post' }],
    ],
    ['takes out what they took out', base, { name: 'shop' }, { name: 'shop' }, []],
    [
      'keeps a password, which is in no draft',
      { ...base, token: 's' },
      { ...base, image: 'b' },
      { name: 'shop', image: 'b', token: 's' },
      [],
    ],
  ])('%s', (_, mine, theirs, values, clashes) => {
    expect(mergeDrafts(pages, { base, mine, theirs, open: new Set() })).toEqual({ values, clashes });
  });

  it('loses nothing without a word', () => {
    const form = fc.record({ name: fc.constantFrom('a', 'b', 'c'), image: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(form, form, form, (common, mine, theirs) => {
        const { values, clashes } = mergeDrafts(pages, { base: common, mine, theirs, open: new Set() });
        for (const field of ['name', 'image'] as const) {
          const told = clashes.some((clash) => clash.field === field && clash.theirs === theirs[field]);
          expect(mine[field] === common[field] || values[field] === mine[field]).toBe(true);
          expect(theirs[field] === common[field] || values[field] === theirs[field] || told).toBe(true);
        }
      }),
    );
  });
});
