import { expect, it } from 'vitest';
import type { Config } from '#lib/config/load.ts';
import { ConfigFile } from '#lib/config/schema.ts';
import { templateEnvironment } from './template-environment.ts';

const environment = (url: string, platform?: Record<string, string>) =>
  templateEnvironment(
    ConfigFile.parse({
      url,
      signIn: { mode: 'single-user' },
      roles: {},
      forges: [{ id: 'gitlab', kind: 'gitlab', url: 'https://gitlab.example.org' }],
      clusters: [{ id: 'lab', inCluster: true, argocd: { root: 'root' } }],
      gitops: { forge: 'gitlab', repository: 'platform/gitops' },
      ...(platform === undefined ? {} : { platform }),
    }) as unknown as Config,
    'https://gitlab.example.org/platform/gitops.git',
  );

it.each([
  ['https://portal.apps.example.org', 'apps.example.org'],
  ['https://portolan.homelab.local:8443', 'homelab.local'],
  ['http://localhost:3000', 'homelab.local'],
  ['http://portal.local', 'homelab.local'],
  ['http://192.168.1.20:3000', 'homelab.local'],
])('services of a portal at %s get names under %s', (url, domain) => {
  expect(environment(url).domain).toBe(domain);
});

it('says how the cluster lets traffic in', () => {
  expect(environment('http://localhost')).toMatchObject({
    ingressClass: 'traefik',
    ingressNamespace: 'kube-system',
    ingressName: 'traefik',
    project: 'default',
    repositoryUrl: 'https://gitlab.example.org/platform/gitops.git',
  });
  expect(environment('http://localhost')).not.toHaveProperty('clusterIssuer');
  const own = {
    domain: 'lab.example.org',
    ingressClass: 'nginx',
    ingressNamespace: 'ingress-nginx',
    ingressName: 'ingress-nginx',
    clusterIssuer: 'letsencrypt',
  };
  expect(environment('http://localhost', own)).toMatchObject(own);
});
