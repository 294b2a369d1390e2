import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { pod, RUNNER, SET, scaleSetCluster } from '#lib/testing/scale-set-cluster.ts';
import { createScaleSetSource } from './scale-set-source.ts';

const LATER_MS = 100;
const KEY = 'lab/arc-runners/gpu';

let ending: AbortController;
beforeEach(() => {
  ending = new AbortController();
});
afterEach(() => ending.abort());

function start(cluster = scaleSetCluster()) {
  const clock = createFakeClock();
  const source = createScaleSetSource(cluster, clock, ending.signal);
  const told: string[] = [];
  source.runners.subscribe(({ upserted }) => told.push(...upserted));
  return { cluster, clock, source, told };
}

it('is there at once, and stands on the source of the sets', () => {
  const { source } = start();
  expect(source.runners.get(KEY)).toMatchObject({ kind: 'scale-set', busy: false });
  expect(source.runners.source).toMatchObject({ id: 'lab/autoscalingrunnersets', state: 'live' });
});

it('tells once of many runners that change together', async () => {
  const { cluster, clock, source, told } = start();
  for (let index = 0; index < 50; index += 1) {
    const id = `arc-runners/gpu-more-${index}`;
    cluster.scaleSets.runners.set(id, { ...RUNNER, id, name: id });
  }
  cluster.scaleSets.sets.set(SET.id, { ...SET, current: 51, running: 51 });
  expect(told).toEqual([]);
  await clock.advance(LATER_MS);
  expect(told).toEqual([KEY]);
  expect(source.runners.get(KEY)?.managers).toHaveLength(51);
});

it.each(['listeners', 'runners'] as const)('hears of a change of its %s alone', async (kind) => {
  const { cluster, clock, source } = start();
  const [first] = [...cluster.scaleSets[kind].values()];
  cluster.scaleSets[kind].delete(first?.id ?? '');
  await clock.advance(LATER_MS);
  expect(source.runners.get(KEY)).toMatchObject(kind === 'runners' ? { managers: [] } : { status: 'offline' });
});

it('hears that the pod of the listener is gone, and does no work for pods of others', async () => {
  const { cluster, clock, source, told } = start();
  cluster.pods.set(...pod('shop/web-0', true));
  expect(clock.sleeping).toBe(0);
  cluster.pods.delete('arc-systems/gpu-listener');
  await clock.advance(LATER_MS);
  expect(told).toEqual([KEY]);
  expect(source.runners.get(KEY)).toMatchObject({ status: 'offline', scaleSet: { hasListener: false } });
});

it('is absent and empty once the controller is taken away', async () => {
  const { cluster, clock, source } = start();
  cluster.scaleSets.sets.source = { ...cluster.scaleSets.sets.source, state: 'absent', isOptional: true };
  cluster.scaleSets.sets.delete(SET.id);
  await clock.advance(LATER_MS);
  expect(source.runners.size).toBe(0);
  expect(source.runners.source).toMatchObject({ state: 'absent', isOptional: true });
});

it('names the right that is missing for a part of it', () => {
  const { source } = start(scaleSetCluster({ runners: 'forbidden' }));
  expect([...source.gaps.values()]).toMatchObject([{ id: 'lab/ephemeralrunners', subject: 'ephemeralrunners' }]);
});

it('tells nobody anything after the end', async () => {
  const { cluster, clock, told } = start();
  cluster.scaleSets.sets.set(SET.id, { ...SET, current: 7 });
  ending.abort();
  await clock.advance(LATER_MS);
  expect(told).toEqual([]);
});
