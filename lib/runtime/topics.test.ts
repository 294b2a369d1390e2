import { beforeEach, describe, expect, it } from 'vitest';
import type { Application, ApplicationResource } from '#lib/domain/application/application.ts';
import type { SeenHealth } from '#lib/domain/application/own-health.ts';
import type { Project } from '#lib/domain/sync-window/sync-window.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import type { PodTrouble } from '#lib/domain/workload/pod-trouble.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import type { Topic } from '#lib/live/topic.ts';
import type { Services } from '#lib/portal/context.ts';
import { createSeenApplications } from '#lib/portal/seen-applications.ts';
import { application } from '#lib/testing/application.ts';
import { type TestCollection, testCollection } from '#lib/testing/collection.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createPageTopic } from './topics.ts';
import { createWatchedChanges } from './watched-changes.ts';

const resource = (kind: string, namespace: string, name: string): ApplicationResource => ({
  group: kind === 'Application' ? 'argoproj.io' : 'apps',
  kind,
  namespace,
  name,
  wave: 0,
  sync: 'Synced',
  hook: false,
  requiresPruning: false,
});

const crash: PodTrouble = { pod: 'x', reason: 'CrashLoopBackOff', message: 'back-off 20s', isFailing: true };

/** The page of a shop in `shop`, which also runs something in `kube-system` and has made an application of its own. */
describe('the live topic of an application’s page', () => {
  let applications: TestCollection<Application>;
  let troubles: TestCollection<PodTrouble>;
  let pods: TestCollection<Pod>;
  let projects: TestCollection<Project>;
  let gate: TestCollection<GateSettings>;
  let portal: Services;
  let topic: Topic;
  let news = 0;

  beforeEach(() => {
    applications = testCollection();
    troubles = testCollection();
    pods = testCollection();
    const child = waiting('child', [resource('Deployment', 'deep', 'engine')]);
    applications.set('argocd/child', { ...child, parent: 'argocd/shop' });
    applications.set(
      'argocd/shop',
      waiting('shop', [
        { ...resource('Deployment', 'shop', 'web'), health: 'Healthy' },
        { ...resource('DaemonSet', 'kube-system', 'agent'), health: 'Healthy' },
        resource('Application', 'argocd', 'child'),
      ]),
    );
    projects = testCollection();
    gate = testCollection();
    const engine = {
      name: 'Argo CD',
      root: 'argocd/root',
      applications,
      projects,
      gate,
      reads: () => false,
      linkTo: () => null,
      objectLink: () => null,
    };
    const platform = { engine, deployments: testCollection<SeenHealth>(), troubles };
    const services = { ...platform, pods, seenApplications: createSeenApplications(platform, createFakeClock()) };
    const others = {
      engineApi: { isOn: false },
      forge: {},
      watched: [],
      analyses: testCollection(),
      clock: createFakeClock(),
    };
    portal = { ...services, ...others } as unknown as Services;
    const made = createPageTopic(
      portal,
      createWatchedChanges(() => undefined),
      'application/argocd/shop',
    );
    if (made === null) {
      throw new Error('There is no such topic.');
    }
    topic = made;
    news = 0;
    topic.start(() => {
      news += 1;
    });
    expect(topic.collect(false)?.upsert).toHaveLength(1);
  });

  const waiting = (name: string, resources: ApplicationResource[]) =>
    application({ name, parent: 'argocd/root', health: 'Progressing', resourceHealth: 'tree', resources });
  const putPod = (id: string) => {
    const [namespace = '', name = ''] = id.split('/');
    pods.set(id, { id, namespace, name, owner: null, phase: 'Running' } as unknown as Pod);
  };
  const told = () => (topic.isDirty ? topic.collect(false)?.upsert[0] : null);

  it('tells of pods in every namespace that it has something in, and of no others', () => {
    putPod('kube-system/agent-1');
    expect(topic.isDirty).toBe(true);
    topic.collect(false);
    putPod('shop/web-1');
    expect(topic.isDirty).toBe(true);
    topic.collect(false);
    putPod('shopping/web-1');
    expect(topic.isDirty).toBe(false);
  });

  it('tells of what holds an application that it has made, wherever that is', () => {
    troubles.set('deep/Deployment/engine', crash);
    expect(news).toBe(1);
    expect(JSON.stringify(told())).toContain('CrashLoopBackOff');
  });

  it('tells of the sync windows of its project, and of no other project', () => {
    const child = createPageTopic(
      portal,
      createWatchedChanges(() => undefined),
      'application/argocd/child',
    );
    let told = 0;
    child?.start(() => {
      told += 1;
    });
    child?.collect(false);
    projects.set('argocd/other', { id: 'argocd/other', name: 'other', windows: [] });
    expect(told).toBe(0);
    projects.set('argocd/default', { id: 'argocd/default', name: 'default', windows: [] });
    expect(told).toBe(1);
  });

  it('tells when projects may have windows of others, of an application too that brings nothing there', () => {
    const child = createPageTopic(
      portal,
      createWatchedChanges(() => undefined),
      'application/argocd/child',
    );
    child?.start(() => undefined);
    expect(child?.collect(false)?.upsert[0]).toMatchObject({ windows: { mayHaveMore: false } });
    gate.set('argocd/argocd-cm', { id: 'argocd/argocd-cm', check: 'none', hasGlobalProjects: true });
    expect(child?.isDirty && child.collect(false)?.upsert[0]).toMatchObject({ windows: { mayHaveMore: true } });
  });

  it('tells of the application itself, and when it is gone', () => {
    applications.set('argocd/shop', waiting('shop', []));
    expect(told()).toMatchObject({ id: 'argocd/shop', application: { resources: [] } });
    applications.delete('argocd/shop');
    expect(topic.isDirty).toBe(true);
    expect(topic.collect(false)?.remove).toEqual(['argocd/shop']);
  });
});

it('the ladder of a root that is not the configured one has a topic of its own while somebody looks at it', () => {
  const applications = testCollection<Application>();
  const engine = { root: 'argocd/root', gate: testCollection(), applications };
  const services = { engine, seenApplications: applications } as unknown as Services;
  const topic = createPageTopic(
    services,
    createWatchedChanges(() => undefined),
    'ladder/argocd/team-a',
  );
  let news = 0;
  topic?.start(() => {
    news += 1;
  });
  applications.set('argocd/db', application({ name: 'db', parent: 'argocd/team-a', health: 'Progressing' }));
  expect(news).toBe(1);
  expect(topic?.collect(false)?.upsert).toMatchObject([{ id: 'ladder', total: 1, hold: { name: 'db' } }]);
  applications.source = { ...applications.source, state: 'forbidden' };
  applications.delete('argocd/db');
  expect(topic?.collect(false)).toMatchObject({ upsert: [], remove: ['ladder'] });
});
