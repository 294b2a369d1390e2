import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Application, ApplicationResource } from '#lib/domain/application/application.ts';
import type { SeenHealth } from '#lib/domain/application/own-health.ts';
import type { PodTrouble } from '#lib/domain/workload/pod-trouble.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { seenApplication } from './seen-application.ts';
import { createSeenApplications } from './seen-applications.ts';

const resource = (kind: string, name: string): ApplicationResource => ({
  group: kind === 'Application' ? 'argoproj.io' : 'apps',
  kind,
  namespace: kind === 'Application' ? 'argocd' : 'shop',
  name,
  wave: 0,
  sync: 'Synced',
  hook: false,
  requiresPruning: false,
});

const crash: PodTrouble = { pod: 'shop/web-0', reason: 'CrashLoopBackOff', message: 'back-off 20s', isFailing: true };

function app(name: string, parent: string | null, resources: ApplicationResource[], health: Application['health']) {
  return application({ name, health, resourceHealth: 'tree', parent: parent && `argocd/${parent}`, resources });
}

type Rig = ReturnType<typeof rig>;

function rig() {
  const applications = testCollection<Application>();
  const deployments = testCollection<SeenHealth>();
  const troubles = testCollection<PodTrouble>();
  const seeing = { engine: { applications }, deployments, troubles };
  const clock = createFakeClock();
  const ending = new AbortController();
  const seen = createSeenApplications(seeing, clock, ending.signal);
  const told: string[][] = [];
  seen.subscribe(({ upserted, removed }) => told.push([...upserted].toSorted(), [...removed].toSorted()));
  return { applications, deployments, troubles, seeing, seen, told, clock, end: () => ending.abort() };
}

/** A root over a shop that has one Deployment, all of it waiting. */
function shopRig() {
  const parts = rig();
  const { applications, seen, told } = parts;
  applications.set('argocd/shop', app('shop', 'root', [resource('Deployment', 'web')], 'Progressing'));
  applications.set('argocd/root', app('root', null, [resource('Application', 'shop')], 'Progressing'));
  applications.set('argocd/other', app('other', 'root', [], 'Healthy'));
  expect([...seen.values()]).toHaveLength(3);
  told.length = 0;
  return parts;
}

describe('applications as they are seen', () => {
  it('are made once, until something that they are made of changes', () => {
    const { seen, deployments } = shopRig();
    const before = [seen.get('argocd/shop'), seen.get('argocd/other')];
    expect([seen.get('argocd/shop'), seen.get('argocd/other')]).toEqual(before);
    expect(seen.get('argocd/shop')).toBe(before[0]);
    deployments.set('shop/web', { health: 'Degraded', message: 'no' });
    expect(seen.get('argocd/shop')?.resources[0]).toMatchObject({ health: 'Degraded', healthMessage: 'no' });
    expect(seen.get('argocd/other')).toBe(before[1]);
    deployments.delete('shop/web');
    expect(seen.get('argocd/shop')).toEqual(before[0]);
  });

  it('tell of those that a change touches: also of what waits for an application that has trouble', () => {
    const { seen, troubles, applications, told } = shopRig();
    troubles.set('shop/Deployment/web', crash);
    expect(told).toEqual([['argocd/root', 'argocd/shop'], []]);
    expect(seen.get('argocd/root')?.resources[0]?.healthMessage).toContain('CrashLoopBackOff');
    told.length = 0;
    troubles.set('shop/Deployment/elsewhere', crash);
    applications.set('argocd/other', app('other', 'root', [], 'Degraded'));
    applications.delete('argocd/shop');
    expect(told).toEqual([['argocd/other'], [], ['argocd/root'], ['argocd/shop']]);
    expect([seen.get('argocd/shop'), seen.size]).toEqual([undefined, 2]);
  });

  it('are not touched by one that they made while it stays settled as it was', () => {
    const { seen, applications, told } = shopRig();
    applications.set('argocd/root', app('root', null, [resource('Application', 'other')], 'Progressing'));
    const root = seen.get('argocd/root');
    told.length = 0;
    applications.set('argocd/other', { ...app('other', 'root', [], 'Healthy'), revision: 'another' } as Application);
    expect(told).toEqual([['argocd/other'], []]);
    expect(seen.get('argocd/root')).toBe(root);
    applications.set('argocd/other', app('other', 'root', [], 'Degraded'));
    expect(seen.get('argocd/root')?.resources[0]?.health).toBe('Degraded');
  });

  it('that are gone are told of once, and never again for what they had read', () => {
    const { seen, troubles, applications, told } = shopRig();
    applications.set('argocd/root', app('root', null, [], 'Healthy'));
    applications.delete('argocd/shop');
    told.length = 0;
    troubles.set('shop/Deployment/web', crash);
    expect([told, seen.size]).toEqual([[], 2]);
  });

  it('leave no timer when it is over', async () => {
    const { applications, seen, clock, end } = shopRig();
    const many = Array.from({ length: 200 }, (_, index) =>
      resource('Application', index === 0 ? 'shop' : `app-${index}`),
    );
    applications.set('argocd/root', app('root', null, many, 'Progressing'));
    expect(seen.get('argocd/root')).toBeDefined();
    applications.set('argocd/shop', app('shop', 'root', [], 'Degraded'));
    expect(clock.sleeping).toBe(1);
    end();
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
  });

  /** A root of so many that it is told of later. */
  function largeRig() {
    const parts = shopRig();
    const many = Array.from({ length: 200 }, (_, index) =>
      resource('Application', index === 0 ? 'shop' : `app-${index}`),
    );
    parts.applications.set('argocd/root', app('root', null, many, 'Progressing'));
    expect(parts.seen.get('argocd/root')?.resources[0]?.health).toBe('Progressing');
    parts.told.length = 0;
    return parts;
  }

  it('that are large are told of a moment after what touched them, once', async () => {
    const { applications, seen, told, clock } = largeRig();
    for (const health of ['Degraded', 'Missing'] as const) {
      applications.set('argocd/shop', app('shop', 'root', [], health));
    }
    expect(seen.get('argocd/root')?.resources[0]?.health).toBe('Missing');
    expect(told).toEqual([['argocd/shop'], [], ['argocd/shop'], []]);
    await clock.advance(150);
    expect(told.slice(4)).toEqual([['argocd/root'], []]);
  });

  it('that are large and were read between two changes are told again to who read them', async () => {
    const { applications, seen, clock } = largeRig();
    const health = (one: Application) => one.resources[0]?.health ?? null;
    const topic = createRowTopic<Application>({
      name: 'rows',
      collection: seen,
      project: (one) => ({ id: one.id, health: health(one) }),
    });
    topic.start(() => undefined);
    applications.set('argocd/shop', app('shop', 'root', [], 'Missing'));
    await clock.advance(150);
    topic.collect(false);
    applications.set('argocd/shop', app('shop', 'root', [], 'Degraded'));
    topic.collect(false);
    const read = seen.get('argocd/root');
    expect(read && health(read)).toBe('Degraded');
    applications.set('argocd/shop', app('shop', 'root', [], 'Missing'));
    const rows = [topic.collect(true)];
    await clock.advance(150);
    rows.push(topic.collect(false));
    expect(rows.flatMap((change) => change?.upsert ?? [])).toContainEqual({ id: 'argocd/root', health: 'Missing' });
  });

  it('are at every moment what they would be if nothing were kept', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const health = fc.constantFrom<Application['health'][]>('Healthy', 'Progressing', 'Degraded');
    const step = fc.oneof(
      fc.tuple(name, fc.option(name), name, name, health).map(([self, parent, child, web, state]) => (parts: Rig) => {
        const resources = [resource('Application', child), resource('Deployment', web)];
        parts.applications.set(`argocd/${self}`, app(self, parent, resources, state));
      }),
      name.map(
        (self) =>
          ({ applications }: Rig) =>
            applications.delete(`argocd/${self}`),
      ),
      fc.tuple(name, health).map(([self, state]) => ({ deployments }: Rig) => {
        deployments.set(`shop/${self}`, { health: state, message: '' });
      }),
      name.map(
        (self) =>
          ({ deployments }: Rig) =>
            deployments.delete(`shop/${self}`),
      ),
      name.map(
        (self) =>
          ({ troubles }: Rig) =>
            troubles.set(`shop/Deployment/${self}`, crash),
      ),
      name.map(
        (self) =>
          ({ troubles }: Rig) =>
            troubles.delete(`shop/Deployment/${self}`),
      ),
      name.map(
        (self) =>
          ({ seen }: Rig) =>
            seen.get(`argocd/${self}`),
      ),
      fc.constant(({ seen }: Rig) => [...seen.values()]),
    );
    fc.assert(
      fc.property(fc.array<(parts: Rig) => unknown>(step, { maxLength: 60 }), (steps) => {
        const parts = rig();
        for (const take of steps) {
          take(parts);
        }
        const fresh = [...parts.applications.values()].map((each) => seenApplication(parts.seeing, each));
        expect([...parts.seen.values()]).toEqual(fresh);
      }),
    );
  });
});
