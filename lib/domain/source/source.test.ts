import { expect, it } from 'vitest';
import { isWell, type SourceState, type SourceStatus, worstSource } from './source.ts';

function source(id: string, state: SourceState, isOptional = false): SourceStatus {
  return { id, label: id, state, asOf: 0, since: 0, ...(isOptional ? { isOptional: true } : {}) };
}

it('what nobody has to install is well while it is absent, and only then', () => {
  expect(isWell(source('arc', 'absent', true))).toBe(true);
  expect(isWell(source('arc', 'forbidden', true))).toBe(false);
  expect(isWell(source('applications', 'absent'))).toBe(false);
});

it.each<[string, SourceStatus[], string]>([
  ['is the worst', [source('a', 'live'), source('b', 'unreachable'), source('c', 'stale')], 'b'],
  [
    'is one that is live where only what need not be there is absent',
    [source('a', 'absent', true), source('b', 'live')],
    'b',
  ],
  [
    'is what must be there and is absent',
    [source('a', 'absent', true), source('b', 'absent'), source('c', 'live')],
    'b',
  ],
  ['is one that starts before one that need not be there', [source('a', 'absent', true), source('b', 'starting')], 'b'],
])('the source to hear about first %s', (_what, sources, expected) => {
  expect(worstSource(sources)?.id).toBe(expected);
});
