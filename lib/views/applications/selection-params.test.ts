import { describe, expect, it } from 'vitest';
import { EVERYTHING } from './select-rows.ts';
import { formatSelection, parseSelection } from './selection-params.ts';

describe('the address of a selection', () => {
  it.each([
    ['', EVERYTHING],
    ['?ladder=argocd/team-a&q=a', { ...EVERYTHING, ladder: 'argocd/team-a', search: 'a' }],
    ['?q=longhorn+storage', { ...EVERYTHING, search: 'longhorn storage' }],
    [
      '?standing=failing,moving&wave=-2,7&sort=-name',
      {
        ...EVERYTHING,
        standings: ['failing' as const, 'moving' as const],
        waves: [-2, 7],
        sort: 'name' as const,
        descending: true,
      },
    ],
  ])('goes there and back: %s', (address, selection) => {
    expect(parseSelection(new URLSearchParams(address))).toEqual(selection);
    expect(formatSelection(selection)).toBe(address);
  });

  it('leaves out what it does not understand', () => {
    expect(parseSelection(new URLSearchParams('?standing=happy,failing&wave=x,1.5,3&sort=constructor'))).toEqual({
      ...EVERYTHING,
      standings: ['failing'],
      waves: [3],
    });
  });
});
