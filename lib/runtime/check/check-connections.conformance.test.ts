import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import type { ConnectionReport } from '#lib/domain/connection/diagnosis.ts';
import { type CheckRig, startCheckRig } from '#lib/testing/check-rig.ts';
import { GITOPS_PROJECT, PORTAL_USER } from '#sandbox/gitlab-seed.ts';

const REPORTER = 20;
const MAINTAINER = 40;
/** Nobody offers "discard" on loopback. */
const NOWHERE = 'http://127.0.0.1:9';

let rig: CheckRig;
beforeAll(async () => {
  rig = await startCheckRig();
});
afterAll(() => rig.close());
afterEach(() => rig.sandbox.faults.clear());

const report = (reports: readonly ConnectionReport[], id: string): ConnectionReport => {
  const found = reports.find((one) => one.id === id);
  if (found === undefined) {
    throw new Error(`there is no report of ${id}`);
  }
  return found;
};
const finding = (one: ConnectionReport, subject: string) => one.findings.find((each) => each.subject === subject);
const failing = (reports: readonly ConnectionReport[]) =>
  reports.filter(({ state }) => state === 'problem').map(({ id }) => id);

describe('a platform on which all is well', () => {
  it('works at every connection, with versions and who the portal is there', async () => {
    const reports = await rig.check();
    expect(reports.map(({ id }) => id)).toEqual([
      'database',
      'forges/gitlab',
      'sign-in',
      'clusters/homelab',
      'clusters/homelab/argocd',
      'models/ollama',
      'gitops',
      'templates',
    ]);
    expect(failing(reports)).toEqual([]);
    expect(report(reports, 'forges/gitlab')).toMatchObject({
      version: expect.stringMatching(/^GitLab \d+\./),
      identity: PORTAL_USER,
    });
    expect(report(reports, 'clusters/homelab')).toMatchObject({
      version: expect.stringMatching(/^Kubernetes v1\./),
      identity: 'system:serviceaccount:portolan:portolan',
    });
    expect(report(reports, 'clusters/homelab/argocd').version).toMatch(/^Argo CD v3\./);
    expect(report(reports, 'models/ollama').version).toMatch(/^Ollama /);
    expect(finding(report(reports, 'sign-in'), 'redirect')?.state).toBe('ok');
    expect(finding(report(reports, 'clusters/homelab'), 'rights to write')?.state).toBe('ok');
    expect(finding(report(reports, 'templates'), 'usable')?.detail).toContain('web-service');
  });

  it('tells no secret, wherever it fails', async () => {
    const reports = [
      ...(await rig.check()),
      ...(await rig.check({
        environment: { PORTOLAN_DATABASE_URL: `postgresql://u:${rig.secrets[0]}@127.0.0.1:9/p` },
      })),
    ];
    rig.sandbox.faults.set({ id: 'all', server: 'gitlab', kind: 'status', status: 500 });
    const text = JSON.stringify([...reports, ...(await rig.check())]);
    expect(rig.secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('writes nothing: afterwards everything is as it was', async () => {
    const before = { ...rig.farSide() };
    await rig.check();
    expect(rig.farSide()).toEqual(before);
  });
});

describe('a cluster', () => {
  it('that is down is a problem of it and of Argo CD alone', async () => {
    const reports = await rig.check({
      replace: [[`server: ${rig.sandbox.kubernetes.url}`, 'server: https://127.0.0.1:9']],
    });
    expect(failing(reports)).toEqual(['clusters/homelab', 'clusters/homelab/argocd']);
    expect(report(reports, 'clusters/homelab').findings).toEqual([
      {
        subject: 'API server',
        state: 'problem',
        detail: expect.stringContaining('the connection was refused'),
        remedy: expect.stringContaining('clusters[0].server'),
      },
    ]);
  });

  it('whose answer makes no sense is a problem', async () => {
    rig.sandbox.faults.set({ id: 'all', server: 'kubernetes', kind: 'html', status: 200 });
    expect(finding(report(await rig.check(), 'clusters/homelab'), 'API server')).toMatchObject({ state: 'problem' });
  });

  it('whose authority cannot be read here is no matter of credentials', async () => {
    const reports = await rig.check({ replace: [[rig.sandbox.caFile, '/nowhere/ca.pem']] });
    expect(report(reports, 'clusters/homelab').findings).toEqual([
      expect.objectContaining({
        state: 'problem',
        detail: expect.stringContaining('/nowhere/ca.pem cannot be read'),
        remedy: expect.stringMatching(/clusters\[0\]\.caFile.*readable/),
      }),
    ]);
  });

  it('that does not accept the token names the variable it is in', async () => {
    const reports = await rig.check({ environment: { PORTOLAN_CLUSTER_HOMELAB_TOKEN: 'wrong' } });
    expect(report(reports, 'clusters/homelab').findings).toEqual([
      expect.objectContaining({ state: 'problem', remedy: expect.stringContaining('PORTOLAN_CLUSTER_HOMELAB_TOKEN') }),
    ]);
  });

  it('names each right that is missing, with the rule that gives it', async () => {
    const cluster = report(
      await rig.withRules(
        [
          { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
          { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] },
          { apiGroups: ['argoproj.io'], resources: ['applications'], verbs: ['list', 'watch'] },
        ],
        () => rig.check(),
      ),
      'clusters/homelab',
    );
    expect(finding(cluster, 'read nodes')?.state).toBe('ok');
    expect(finding(cluster, 'read applications.argoproj.io')?.state).toBe('ok');
    expect(finding(cluster, 'read pods')).toEqual({
      subject: 'read pods',
      state: 'problem',
      detail: 'the token may not list pods',
      remedy: expect.stringContaining('ClusterRole'),
      copy: '- apiGroups: [""]\n  resources: ["pods"]\n  verbs: ["list", "watch"]',
    });
    expect(finding(cluster, 'read deployments.apps')).toMatchObject({
      state: 'problem',
      detail: 'the token may list deployments.apps, and may not watch them',
      copy: '- apiGroups: ["apps"]\n  resources: ["deployments"]\n  verbs: ["list", "watch"]',
    });
  });

  it('names the Role of the one ConfigMap, in its own namespace', async () => {
    const cluster = report(await rig.withoutSettings(() => rig.check()), 'clusters/homelab');
    expect(finding(cluster, 'read configmaps argocd/argocd-cm')).toMatchObject({
      state: 'problem',
      remedy: expect.stringContaining("Portolan's Role in the namespace argocd"),
      copy: '- apiGroups: [""]\n  resources: ["configmaps"]\n  resourceNames: ["argocd-cm"]\n  verbs: ["list", "watch"]',
    });
  });

  it('that keeps its schemas to itself costs a check only, and the rule says how to get it back', async () => {
    rig.sandbox.faults.set({ id: 'schemas', server: 'kubernetes', kind: 'status', status: 403, path: '/openapi' });
    const cluster = report(await rig.check(), 'clusters/homelab');
    expect(cluster.state).toBe('warning');
    expect(finding(cluster, 'read schemas')).toMatchObject({ copy: expect.stringContaining('/openapi/v3') });
  });

  it('warns of a token that could write', async () => {
    const token = rig.sandbox.secrets.adminClusterToken;
    const reports = await rig.check({ environment: { PORTOLAN_CLUSTER_HOMELAB_TOKEN: token } });
    expect(finding(report(reports, 'clusters/homelab'), 'rights to write')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('create deployments.apps'),
    });
  });
});

describe('Argo CD', () => {
  it('without the configured root names those that there are', async () => {
    const reports = await rig.check({ replace: [['root: dev-platform', 'root: platform']] });
    expect(failing(reports)).toEqual(['clusters/homelab/argocd']);
    expect(finding(report(reports, 'clusters/homelab/argocd'), 'root')).toMatchObject({
      detail: 'there is no application argocd/platform',
      remedy: expect.stringMatching(/in argocd there are [a-z]/),
    });
  });

  it('whose root reads a repository that is not known is a warning', async () => {
    const reports = await rig.check({ replace: [['urls: [', 'urls: [] #']] });
    expect(finding(report(reports, 'clusters/homelab/argocd'), 'repository')).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('gitops.urls'),
    });
  });

  it('whose pages lead elsewhere is a warning', async () => {
    const url = `{root: dev-platform, url: "${rig.sandbox.gitlab.url}"}`;
    const reports = await rig.check({ replace: [['{root: dev-platform}', url]] });
    expect(finding(report(reports, 'clusters/homelab/argocd'), 'pages')).toMatchObject({ state: 'warning' });
  });
});

describe('sign-in', () => {
  const signIn = async (options: Parameters<CheckRig['check']>[0]) => report(await rig.check(options), 'sign-in');

  it.each([
    ['secret', { environment: { PORTOLAN_FORGE_GITLAB_CLIENT_SECRET: 'wrong' } }],
    ['id', { replace: [['clientId: ', 'clientId: x']] satisfies [string, string][] }],
  ])('with a wrong client %s is a problem that names both places', async (_, options) => {
    expect(finding(await signIn(options), 'client')).toMatchObject({
      state: 'problem',
      remedy: expect.stringMatching(/forges\[0\]\.clientId.*PORTOLAN_FORGE_GITLAB_CLIENT_SECRET/),
    });
  });

  it('with a redirect address that is not registered says which one to register', async () => {
    expect(
      finding(await signIn({ replace: [['url: http://localhost:3000', 'url: http://localhost:3001/']] }), 'redirect'),
    ).toMatchObject({
      state: 'problem',
      remedy: expect.stringContaining('http://localhost:3001/api/session/callback'),
    });
  });

  it('does not claim to know what a provider keeps to itself', async () => {
    rig.sandbox.faults.set({ id: 'page', server: 'gitlab', kind: 'html', status: 200, path: '/oauth/authorize' });
    expect(finding(await signIn({}), 'redirect')).toMatchObject({ state: 'unknown' });
  });

  it('with clocks that differ says by how much', async () => {
    const ahead = { ...createSystemClock(), now: () => Date.now() + 600_000 };
    expect(finding(await signIn({ clock: ahead }), 'clock')).toMatchObject({
      state: 'warning',
      detail: expect.stringMatching(/(599|600|601) s behind/),
    });
  });

  it('without a discovery document is a problem', async () => {
    rig.sandbox.faults.set({ id: 'down', server: 'gitlab', kind: 'status', status: 503, path: '/.well-known' });
    expect((await signIn({})).findings).toEqual([expect.objectContaining({ subject: 'discovery', state: 'problem' })]);
  });

  it('is not looked at in single-user mode', async () => {
    const reports = await rig.check({ replace: [['mode: forge', 'mode: single-user']] });
    expect(reports.map(({ id }) => id)).not.toContain('sign-in');
  });
});

describe('a forge', () => {
  it('that does not accept the token (401) names the variable it is in', async () => {
    const reports = await rig.check({ environment: { PORTOLAN_FORGE_GITLAB_TOKEN: 'glpat-wrong' } });
    expect(failing(reports)).toEqual(['forges/gitlab', 'gitops']);
    expect(report(reports, 'forges/gitlab').findings).toEqual([
      expect.objectContaining({ state: 'problem', remedy: expect.stringContaining('PORTOLAN_FORGE_GITLAB_TOKEN') }),
    ]);
  });

  it('whose token lacks the scope says which it has and which it needs', async () => {
    const token = rig.sandbox.secrets.cloneToken;
    const forge = report(await rig.check({ environment: { PORTOLAN_FORGE_GITLAB_TOKEN: token } }), 'forges/gitlab');
    expect(finding(forge, 'token')).toMatchObject({
      state: 'problem',
      detail: 'it has the scope read_repository; "api" is missing',
    });
  });

  it.each([
    ['that is no GitLab', 'html'],
    ['that cuts connections', 'reset'],
  ] as const)('%s is a problem', async (_, kind) => {
    rig.sandbox.faults.set({ id: 'all', server: 'gitlab', kind });
    expect(failing(await rig.check())).toEqual(['forges/gitlab', 'sign-in', 'gitops']);
  });

  it('whose token ends soon is a warning', async () => {
    const soon = { ...createSystemClock(), now: () => Date.now() + 360 * 24 * 3_600_000 };
    const forge = report(await rig.check({ clock: soon }), 'forges/gitlab');
    expect(finding(forge, 'token')).toMatchObject({ state: 'warning', remedy: expect.stringContaining('TOKEN') });
  });
});

describe('the GitOps repository', () => {
  it.each([
    ['project', 'repository: platform/gitops-platform', 'repository: platform/other', 'gitops.repository'],
    ['branch', 'branch: main', 'branch: master', 'gitops.branch'],
  ])('with a wrong %s names the key', async (subject, from, to, key) => {
    const reports = await rig.check({ replace: [[from, to]] });
    expect(failing(reports)).toEqual(['gitops']);
    expect(finding(report(reports, 'gitops'), subject)).toMatchObject({ remedy: expect.stringContaining(key) });
  });

  it('in which the portal has too low a role says which it takes', async () => {
    const { act } = rig.sandbox.gitlab;
    act.setProjectAccess(GITOPS_PROJECT, PORTAL_USER, REPORTER);
    try {
      expect(finding(report(await rig.check(), 'gitops'), 'role')).toMatchObject({
        state: 'problem',
        remedy: expect.stringContaining('Developer'),
      });
    } finally {
      act.setProjectAccess(GITOPS_PROJECT, PORTAL_USER, MAINTAINER);
    }
  });

  it('in which people can merge past the guardrails is a warning', async () => {
    const { act } = rig.sandbox.gitlab;
    const merging = async () => finding(report(await rig.check(), 'gitops'), 'merge requests')?.state;
    expect(await merging()).toBe('ok');
    act.updateProject(GITOPS_PROJECT, { onlyAllowMergeIfPipelineSucceeds: false });
    expect(await merging()).toBe('warning');
    act.updateProject(GITOPS_PROJECT, { onlyAllowMergeIfPipelineSucceeds: true });
  });
});

describe('what else is configured', () => {
  it('a model server that is down is a problem of it alone', async () => {
    const reports = await rig.check({ replace: [[rig.sandbox.ollama.url, NOWHERE]] });
    expect(failing(reports)).toEqual(['models/ollama']);
    expect(finding(report(reports, 'models/ollama'), 'server')?.remedy).toContain('OLLAMA_HOST');
  });

  it('a template that cannot be used is named with file and line, and so is a folder that is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-templates-'));
    mkdirSync(join(folder, 'broken'));
    writeFileSync(
      join(folder, 'broken/template.yaml'),
      'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\n',
    );
    const reports = await rig.check({ replace: [['templates: []', `templates: [${folder}, ./nowhere]`]] });
    rmSync(folder, { recursive: true });
    const { findings } = report(reports, 'templates');
    const details = findings.filter(({ state }) => state === 'problem').map(({ detail }) => detail);
    expect(details).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/broken\/template\.yaml:\d+: /),
        expect.stringContaining('there is no such folder'),
      ]),
    );
    expect(finding(report(reports, 'templates'), 'usable')?.detail).toContain('web-service');
  });

  it('a database file that is something else is a problem', async () => {
    const reports = await rig.check({ replace: [['file:portolan.db', 'file:portolan.yaml']] });
    expect(finding(report(reports, 'database'), 'file')).toMatchObject({
      state: 'problem',
      detail: 'the file is no SQLite database',
    });
  });
});
