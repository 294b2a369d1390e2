import { expect, it } from 'vitest';
import { createArgoCd } from '#lib/adapters/argocd/engine.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import { engineOf } from '#lib/portal/engine-of.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';
import { application } from '#lib/testing/application.ts';
import { partOf } from '#lib/testing/clusters/parts.ts';
import { readLadder } from '#lib/views/waves/ladders.ts';
import { joinEngines, withPlainLinks } from './join-engines.ts';

/** The Argo CD of a cluster, with two waves below its root and the check of its own settings. */
function argoCd(prefix: string, cluster: string, check: GateSettings['check']): GitOpsEngine {
  const root = `${prefix}argocd/root`;
  const of = (name: string, parent: string | null, wave: number) =>
    application({ name, namespace: `${prefix}argocd`, parent, wave });
  const own = [of('root', null, 0), of('base', root, 1), of('shop', root, 2)];
  return createArgoCd({
    applications: partOf(
      `${cluster}/applications`,
      own.map((one): [string, Application] => [one.id, one]),
    ),
    root,
    gate: partOf(`${cluster}/gate`, [['g', { id: `${prefix}argocd/argocd-cm`, check }]]),
    projects: partOf(`${cluster}/projects`, [
      [`${prefix}argocd/default`, { id: `${prefix}argocd/default`, name: 'default', windows: [] }],
    ]),
    url: `https://argocd.${cluster}.example`,
    repositoryUrls: () => [],
  });
}

const hub = argoCd('', 'hub', 'passes-on');
const edge = withPlainLinks(argoCd('edge~', 'edge', 'none'));
const both = joinEngines(
  new Map([
    [null, hub],
    ['edge', edge],
  ]),
);

it('has the applications of all, and the root of the first', () => {
  expect([...both.applications.values()].map(({ id }) => id)).toEqual([
    ...['argocd/root', 'argocd/base', 'argocd/shop'],
    ...['edge~argocd/root', 'edge~argocd/base', 'edge~argocd/shop'],
  ]);
  expect(both.root).toBe('argocd/root');
  expect(both.projects.get('edge~argocd/default')?.name).toBe('default');
  expect(joinEngines(new Map([[null, hub]]))).toBe(hub);
});

it('finds the engine of an application by its id, with its own pages', () => {
  expect(engineOf(both, 'argocd/shop')).toBe(hub);
  expect(engineOf(both, 'edge~argocd/shop')).toBe(edge);
  expect(engineOf(hub, 'argocd/shop')).toBe(hub);
  const shop = both.applications.get('edge~argocd/shop');
  expect(shop && edge.linkTo(shop)).toBe('https://argocd.edge.example/applications/argocd/shop');
});

it('the waves of a ladder wait as the settings of its own Argo CD say', () => {
  const services = { engine: both, seenApplications: both.applications };
  expect(readLadder(services).gating).toMatchObject({ verdict: 'waits' });
  expect(readLadder(services, 'edge~argocd/root')).toMatchObject({
    total: 2,
    gating: { verdict: expect.not.stringMatching(/^waits$/) },
  });
  expect(readLadder(services).choices.map(({ key, name }) => [key, name])).toEqual([
    ['', 'root'],
    ['edge~argocd/root', 'root in edge'],
    ['none', ''],
  ]);
});
