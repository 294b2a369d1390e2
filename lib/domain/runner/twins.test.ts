import { expect, it } from 'vitest';
import { runner } from '#lib/testing/runner.ts';
import type { RunnerManager } from './runner.ts';
import { withoutTwins } from './twins.ts';

it('tells a runner of a scale set once, and every other one', () => {
  const manager = { id: 'lab/arc/x-1', name: 'x-1', status: 'online' } as RunnerManager;
  const fleet = [
    runner({ id: 'lab/arc/x', forge: 'github', kind: 'scale-set', name: 'x', managers: [manager] }),
    runner({ id: 'github/1', forge: 'github', name: 'x-1' }),
    runner({ id: 'github/2', forge: 'github', name: 'x-2' }),
    runner({ id: 'gitlab/1', forge: 'gitlab', name: 'x-1' }),
  ];
  expect(withoutTwins(fleet).map(({ id }) => id)).toEqual(['lab/arc/x', 'github/2', 'gitlab/1']);
});
