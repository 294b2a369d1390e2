import { describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import type { Application } from '../application/application.ts';
import { buildLadder, type Ladder, toStep } from './ladder.ts';
import { reasonOf } from './reason.ts';
import { standingOf } from './settled.ts';

function ladderOf(applications: Application[]): Ladder {
  return buildLadder(applications.map(toStep), (id) => {
    const found = applications.find((each) => each.id === id);
    return found === undefined ? { text: 'unknown', resource: null, since: null } : reasonOf(found);
  });
}

describe('buildLadder', () => {
  it('orders rungs by any integer wave and holds at the lowest that is not settled', () => {
    const ladder = ladderOf([
      application({ name: 'web', wave: 10 }),
      application({ name: 'policies', wave: -2 }),
      application({ name: 'longhorn', wave: 1, health: 'Progressing', healthSince: 500 }),
      application({ name: 'sealed', wave: 1 }),
      application({ name: 'gitlab', wave: 3, health: 'Missing', sync: 'OutOfSync' }),
    ]);
    expect(ladder.rungs.map(({ wave, state }) => [wave, state])).toEqual([
      [-2, 'settled'],
      [1, 'holding'],
      [3, 'waiting'],
      [10, 'waiting'],
    ]);
    expect(ladder.hold).toMatchObject({ wave: 1, name: 'longhorn', others: 0, waiting: [3, 10] });
    expect(ladder).toMatchObject({ total: 5, settled: 3 });
  });

  it('says of no wave that it waits where none waits for another', () => {
    const applications = [
      application({ name: 'a', wave: 0, health: 'Progressing' }),
      application({ name: 'b', wave: 1 }),
      application({ name: 'c', wave: 2, health: 'Missing', sync: 'OutOfSync' }),
    ];
    const ladder = buildLadder(applications.map(toStep), () => ({ text: '', resource: null, since: null }), false);
    expect(ladder.rungs.map(({ state }) => state)).toEqual(['open', 'settled', 'open']);
    expect(ladder.hold).toMatchObject({ wave: 0, name: 'a', waiting: [] });
  });

  it('names the worst application of the holding rung and counts the others', () => {
    const ladder = ladderOf([
      application({ name: 'a', wave: 0, health: 'Progressing' }),
      application({ name: 'b', wave: 0, health: 'Degraded' }),
      application({ name: 'c', wave: 0, sync: 'OutOfSync' }),
    ]);
    expect(ladder.hold).toMatchObject({ name: 'b', others: 2 });
  });

  it('does not hold when everything is synced and healthy, or when there is nothing', () => {
    expect(ladderOf([application({ name: 'a', wave: 0 })]).hold).toBeNull();
    expect(ladderOf([])).toEqual({ rungs: [], total: 0, settled: 0, hold: null });
  });

  it('does not take a healthy application for settled while its sync runs', () => {
    const running = { phase: 'Running', message: 'waiting for healthy state of apps/Deployment/web' } as const;
    const ladder = ladderOf([
      application({
        name: 'a',
        wave: 0,
        operation: { ...running, revisions: [], startedAt: 7, finishedAt: null, retryCount: 0, automated: true },
      }),
    ]);
    expect(ladder.hold?.reason).toEqual({
      text: 'waiting for healthy state of apps/Deployment/web',
      resource: null,
      since: 7,
    });
  });
});

const resource = {
  group: 'apps',
  kind: 'DaemonSet',
  namespace: 'x',
  name: 'manager',
  wave: 0,
  hook: false,
  requiresPruning: false,
};

const backOff = {
  pod: 'x/manager-1',
  reason: 'ImagePullBackOff',
  message: `Back-off pulling image "registry.homelab.local/team/manager:none": ErrImagePull: ${'x'.repeat(80)}: not found`,
  isFailing: true,
};
const unplaced = {
  pod: 'x/manager-1',
  reason: 'Unschedulable',
  message: '0/3 nodes are available: 3 Insufficient cpu.',
  isFailing: false,
};

describe('standingOf', () => {
  const standing = (trouble: typeof backOff, more = {}) =>
    standingOf(application({ health: 'Progressing', resources: [{ ...resource, trouble }], ...more }));

  it('takes pods that fail for failing while the engine still waits for its deadline', () => {
    expect(standing(backOff)).toBe('failing');
    expect(standing(unplaced)).toBe('moving');
  });

  it('leaves alone what the engine calls healthy: one of several pods may crash', () => {
    expect(standing(backOff, { health: 'Healthy' })).toBe('settled');
  });
});

describe('reasonOf', () => {
  it.each([
    [
      'an error condition before everything else',
      application({
        conditions: [{ type: 'ComparisonError', message: 'path does not exist\nmore', at: 3 }],
        health: 'Degraded',
      }),
      'path does not exist',
      3,
    ],
    [
      'the resource that is not ready, with its message',
      application({
        health: 'Progressing',
        healthSince: 9,
        resources: [{ ...resource, health: 'Progressing', healthMessage: '1 of 2 pods are ready.' }],
      }),
      'DaemonSet manager is not ready yet: 1 of 2 pods are ready',
      9,
    ],
    [
      'the engine’s own message where resources carry no health (Argo CD 3.x)',
      application({ health: 'Progressing', healthMessage: 'waiting for rollout', healthSince: 4 }),
      'waiting for rollout',
      4,
    ],
    [
      'the bare state when nothing more is known',
      application({ health: 'Unknown' }),
      'it is in an unknown state',
      null,
    ],
    [
      'what the pods say, whole, before what is counted of them, and whichever resource comes first',
      application({
        health: 'Progressing',
        healthSince: 9,
        resources: [
          { ...resource, name: 'other', wave: -1, health: 'Progressing', healthMessage: '1 of 2 pods are ready.' },
          { ...resource, trouble: backOff },
        ],
      }),
      `DaemonSet manager is not ready yet: ImagePullBackOff: ${backOff.message}`,
      9,
    ],
    [
      'the scheduler’s words',
      application({
        health: 'Degraded',
        resources: [{ ...resource, health: 'Degraded', healthMessage: 'too slow', trouble: unplaced }],
      }),
      'DaemonSet manager is degraded: Unschedulable: 0/3 nodes are available: 3 Insufficient cpu',
      null,
    ],
    ['missing sync', application({ sync: 'OutOfSync' }), 'it is not yet in sync with git', null],
  ])('says %s', (_, subject, text, since) => {
    expect(reasonOf(subject)).toMatchObject({ text, since });
  });
});
