import { expect, it } from 'vitest';
import { groupsFor, type PaletteItem, searchableItems } from './palette-item.ts';

const item = (group: string, label: string, hint?: string): PaletteItem => ({
  id: `${group}/${label}`,
  label,
  group,
  href: '/',
  ...(hint ? { hint } : {}),
});
const texts = searchableItems([
  item('Pages', 'Waves'),
  ...Array.from({ length: 30 }, (_, index) => item('Applications', `app-${index}`, 'shop')),
  item('Pods', 'web-0', 'waves-test'),
]);

it('shows a few of each group before anything is typed', () => {
  expect(groupsFor(' ', texts).map(({ group, found }) => [group, found.length])).toEqual([
    ['Pages', 1],
    ['Applications', 6],
    ['Pods', 1],
  ]);
});

it('puts the group of the best match first and marks letters of the label only', () => {
  const groups = groupsFor('waves', texts);
  expect(groups.map(({ group }) => group)).toEqual(['Pages', 'Pods']);
  expect(groups[0]?.found[0]?.at).toEqual([0, 1, 2, 3, 4]);
  expect(groups[1]?.found[0]?.at).toEqual([]);
});
