import { expect, it } from 'vitest';
import type { Application, ApplicationResource } from '#lib/domain/application/application.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { seenApplication } from './seen-application.ts';

const resource = (kind: string, name: string, namespace: string): ApplicationResource => ({
  group: kind === 'Application' ? 'argoproj.io' : 'apps',
  kind,
  namespace,
  name,
  wave: 0,
  sync: 'Synced',
  hook: false,
  requiresPruning: false,
});
const waiting = { health: 'Progressing', resourceHealth: 'tree' } as const;

function see(id: string, ...applications: Application[]) {
  const engine = {
    id: 'argocd',
    name: 'Argo CD',
    applications: testCollection(applications.map((each) => [each.id, each])),
    root: 'argocd/root',
    linkTo: () => null,
    objectLink: () => null,
    reads: () => true,
  };
  const trouble = { pod: 'shop/db-0', reason: 'CrashLoopBackOff', message: 'back-off 20s', isFailing: true };
  const services = {
    engine,
    deployments: testCollection<never>(),
    troubles: testCollection([['shop/StatefulSet/db', trouble]]),
  };
  const found = engine.applications.get(id);
  return found === undefined ? null : reasonOf(seenApplication(services, found)).text;
}

const shop = application({
  ...waiting,
  name: 'shop',
  parent: 'argocd/root',
  resources: [resource('StatefulSet', 'db', 'shop')],
});
const root = application({
  ...waiting,
  name: 'root',
  parent: null,
  resources: [resource('Application', 'shop', 'argocd')],
});

it('says what the pods of a workload say, although the engine tells no health of it', () => {
  expect(see('argocd/shop', shop)).toBe('StatefulSet db is not ready yet: CrashLoopBackOff: back-off 20s');
});

it('says of an application what the one that it made waits for', () => {
  expect(see('argocd/root', root, shop)).toBe(
    'Application shop is not ready yet: StatefulSet db is not ready yet: CrashLoopBackOff: back-off 20s',
  );
});

it('does not follow what another one made, nor for ever', () => {
  expect(see('argocd/root', root, { ...shop, parent: 'argocd/other' })).toBe('it is not ready yet');
  const again = { ...shop, resources: [resource('Application', 'root', 'argocd')] };
  expect(see('argocd/root', { ...root, parent: 'argocd/shop' }, again)).toContain('Application root is not ready yet');
});
