import { expect, it } from 'vitest';
import { createSandboxClock } from '../clock.ts';
import { resourceType } from '../kubernetes/resources.ts';
import { createObjectStore } from '../kubernetes/store.ts';
import { generatePlatform } from './applications.ts';
import { createPodTouch } from './touch-pods.ts';

it('one pod after the other fails its probe, and the next time round passes it', () => {
  const clock = createSandboxClock({ startAt: Date.UTC(2026, 10, 1) });
  const store = createObjectStore(clock);
  generatePlatform({ store, clock, seed: 1, applications: 4, pods: 4 });
  const ready = () =>
    store
      .list(resourceType('Pod'))
      .map(({ status }) => JSON.stringify(status).includes('"type":"Ready","status":"True"'));
  const touch = createPodTouch(store, clock);
  touch();
  expect(ready().filter((is) => !is)).toHaveLength(1);
  Array.from({ length: 3 }, touch);
  expect(ready()).toEqual([false, false, false, false]);
  Array.from({ length: 4 }, touch);
  expect(ready()).toEqual([true, true, true, true]);
});
