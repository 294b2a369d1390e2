import { expect, it } from 'vitest';
import { createSourceLog } from './source-log.ts';

it('tells what is new at once, and what it told already rarely, with how often it was', () => {
  const told: unknown[] = [];
  let now = 0;
  const report = createSourceLog(
    { now: () => now },
    {
      info: () => undefined,
      warn: (_, { source, error, again } = {}) => told.push([source, (error as Error).message, again]),
      error: () => undefined,
    },
  );
  for (now = 0; now < 600_000; now += 60_000) {
    report('homelab', new Error('list pods: refused'));
    report('homelab', new Error('list nodes: refused'));
  }
  report('homelab', new Error('list pods: refused'));
  report('homelab', new Error('list pods: reset'));
  expect(told).toEqual([
    ['homelab', 'list pods: refused', undefined],
    ['homelab', 'list nodes: refused', undefined],
    ['homelab', 'list pods: refused', 9],
    ['homelab', 'list pods: reset', undefined],
  ]);
});
