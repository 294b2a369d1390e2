import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import type { AccessOptions } from '#lib/adapters/kubernetes/access/access.ts';
import { createCluster } from '#lib/adapters/kubernetes/cluster.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { Project } from '#lib/domain/sync-window/sync-window.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import { createCollection } from '#lib/live/collection.ts';
import {
  type FarApplication,
  type GitOpsChanges,
  gitOpsEngineConformance,
} from '#lib/ports/gitops-engine.conformance.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';
import type { StatusStyle } from '#sandbox/argocd/settings/settings.ts';
import {
  APPLICATION_HEALTH,
  applicationOf,
  configMap,
  deployment,
  REPO_URL,
  startTestArgoCd,
  type TestArgoCd,
  wave,
} from '#sandbox/argocd/testing/test-argocd.ts';
import type { SandboxClock } from '#sandbox/clock.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { startRig } from '#sandbox/kubernetes/testing/kubernetes-rig.ts';
import { grantPortal, PORTAL_ACCOUNT } from '#sandbox/portal-account.ts';
import { APPLICATION_KIND } from './application-kind.ts';
import { createArgoCd } from './engine.ts';
import { PROJECT_KIND } from './project-kind.ts';
import { settingsKind } from './settings-kind.ts';

const PORTAL_TOKEN = 'portal-token';
const REPOSITORY = { forgeId: 'gitlab', path: 'platform' };
const OTHER_REPOSITORY = { forgeId: 'gitlab', path: 'other' };

/** The engine as the portal makes it: a mirror of Argo CD's objects, and nothing else. */
function openEngine(kubeconfig: AccessOptions, root: string, repositoryUrl: string) {
  const clock = createSystemClock();
  const cluster = createCluster({ id: 'lab', label: 'Lab', kubeconfig, clock, random: Math.random });
  const applications = createCollection<Application>({ id: 'lab/applications', label: 'Applications in Lab' });
  const gate = createCollection<GateSettings>({ id: 'lab/gate', label: 'argocd-cm in Lab' });
  const projects = createCollection<Project>({ id: 'lab/projects', label: 'Projects in Lab' });
  const reflections = [
    cluster.reflect(PROJECT_KIND, projects),
    cluster.reflect(APPLICATION_KIND, applications),
    cluster.reflect(settingsKind('argocd'), gate),
  ];
  const engine: GitOpsEngine = createArgoCd({
    applications,
    root,
    gate,
    projects,
    url: 'https://argocd.lan',
    repositoryUrls: ({ path }) => (path === REPOSITORY.path ? [repositoryUrl] : [`https://git.example/${path}.git`]),
  });
  const close = async () => {
    await Promise.all(reflections.map((reflection) => reflection.stop()));
    cluster.close();
  };
  return { engine, close };
}

type FarObject = {
  metadata: { namespace?: string; name: string };
  status?: { sync?: { status?: string; revision?: string; revisions?: string[] }; health?: { status?: string } };
};

function toFar({ metadata, status }: FarObject): FarApplication {
  const { revision, revisions } = status?.sync ?? {};
  return {
    id: `${metadata.namespace}/${metadata.name}`,
    sync: (status?.sync?.status ?? 'Unknown') as Application['sync'],
    health: (status?.health?.status ?? 'Unknown') as Application['health'],
    revisions: revisions ?? (revision === undefined ? [] : [revision]),
  };
}

/** What people do in the repository, which Argo CD is then told to look at. */
function changesIn({ repository, argocd }: TestArgoCd): GitOpsChanges {
  let edits = 0;
  const commit = async (files: Record<string, string | null>) => {
    const sha = repository.commit(files);
    await argocd.refresh();
    return sha;
  };
  return {
    add: (name, number) =>
      commit({
        [`root/${name}.yaml`]: applicationOf(name, `apps/${name}`, {}, { annotations: wave(number) }),
        [`apps/${name}/a.yaml`]: configMap(name),
        [`apps/${name}/b.yaml`]: deployment(name, wave(1)),
      }),
    edit(name) {
      edits += 1;
      return commit({ [`apps/${name}/a.yaml`]: configMap(name, {}, `edit ${edits}`) });
    },
    spoil: (name) => commit({ [`apps/${name}/a.yaml`]: 'kind: [' }),
    remove: (name) => commit({ [`root/${name}.yaml`]: null }),
  };
}

for (const statusStyle of ['3.x', '2.x'] as const satisfies StatusStyle[]) {
  gitOpsEngineConformance(`Argo CD ${statusStyle} in the sandbox`, async () => {
    const test = await startTestArgoCd({
      // One stays for good: Argo CD does not sync to nothing at all by itself.
      files: { 'root/base.yaml': applicationOf('base', 'apps/base'), 'apps/base/a.yaml': configMap('base') },
      rootManifest: applicationOf('root', 'root', {
        destination: { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
      }),
      settings: APPLICATION_HEALTH,
      statusStyle,
    });
    grantPortal(test.store);
    const user = { token: PORTAL_TOKEN, name: PORTAL_ACCOUNT, groups: ['system:authenticated'] };
    const rig = await startRig({ store: test.store, clock: test.clock as SandboxClock, users: [user] });
    const { engine, close } = openEngine({ server: rig.url, token: PORTAL_TOKEN }, 'argocd/root', REPO_URL);
    return {
      engine,
      repository: REPOSITORY,
      otherRepository: OTHER_REPOSITORY,
      gate: 'passes-on',
      farSide: async () => test.store.list(resourceType('Application')).map((object) => toFar(object as FarObject)),
      changes: changesIn(test),
      async close() {
        await close();
        await rig.close();
        test.close();
      },
    };
  });
}

const { PORTOLAN_TEST_KUBECONFIG: kubeconfig, PORTOLAN_TEST_ARGOCD_ROOT: root } = process.env;
const repositoryUrl = process.env.PORTOLAN_TEST_ARGOCD_REPOSITORY;

if (kubeconfig === undefined || root === undefined || repositoryUrl === undefined) {
  describe('GitOps engine: a real Argo CD', () => {
    it('is read where PORTOLAN_TEST_KUBECONFIG, _ARGOCD_ROOT (namespace/name) and _ARGOCD_REPOSITORY name one', ({
      skip,
    }) => skip('PORTOLAN_TEST_ARGOCD_ROOT is not set'));
  });
} else {
  gitOpsEngineConformance('a real Argo CD', async () => {
    const list = ['--kubeconfig', kubeconfig, 'get', 'applications.argoproj.io', '--all-namespaces', '-o', 'json'];
    return {
      ...openEngine({ path: kubeconfig }, root, repositoryUrl),
      repository: REPOSITORY,
      otherRepository: OTHER_REPOSITORY,
      gate: null,
      farSide: async () => {
        const { stdout } = await promisify(execFile)('kubectl', list, { maxBuffer: 512 * 1024 * 1024 });
        return (JSON.parse(stdout) as { items: FarObject[] }).items.map(toFar);
      },
      changes: null,
    };
  });
}
