import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDestinations } from './destinations.ts';
import { ELSEWHERE, isPlainName, nameInWords, plainName, prefixOf, qualified } from './qualified.ts';

const cluster = fc.constantFrom(null, 'edge', 'lab', ELSEWHERE);
/** As Kubernetes has namespaces and names. */
const name = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?(\/[a-z0-9.-]{1,20})?$/);

it('names of two clusters never meet, and each gives back what it was made of', () => {
  fc.assert(
    fc.property(cluster, name, cluster, name, (one, first, other, second) => {
      const id = qualified(one, first);
      expect([prefixOf(id), plainName(id)]).toEqual([one, first]);
      expect(isPlainName(first)).toBe(true);
      expect(id === qualified(other, second)).toBe(one === other && first === second);
    }),
  );
});

it('is said as people say it', () => {
  expect([nameInWords('gpu-1'), nameInWords('edge~gpu-1')]).toEqual(['gpu-1', 'gpu-1 in edge']);
  expect([isPlainName('gpu-1'), isPlainName('edge~gpu-1')]).toEqual([true, false]);
});

it.each<[string, string | null, string | null]>([
  ['https://kubernetes.default.svc', null, null],
  ['in-cluster', 'edge', 'edge'],
  ['', 'edge', 'edge'],
  ['https://10.0.0.7:6443', null, 'edge'],
  ['https://10.0.0.7:6443/', 'edge', 'edge'],
  ['hub', 'edge', null],
  ['edge', null, 'edge'],
  ['nobody', null, ELSEWHERE],
  ['https://10.0.0.8:6443', 'edge', ELSEWHERE],
])('the destination "%s" of an Argo CD in %s is in %s', (destination, home, expected) => {
  const find = createDestinations([
    { prefix: null, destinations: ['hub'] },
    { prefix: 'edge', destinations: ['edge', 'https://10.0.0.7:6443'] },
  ]);
  expect(find(destination, home)).toBe(expected);
});
