import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { PLATFORM_REPOSITORY_URL, readPlatformRepository } from './seed.ts';

const files = readPlatformRepository();
const yamlFiles = [...files].filter(([path]) => /\.ya?ml$/.test(path));

type Manifest = {
  kind?: string;
  metadata?: { name?: string; namespace?: string; annotations?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
};

const documents = (content: string) => {
  const parsed = parseAllDocuments(content, { version: '1.2', strict: true, uniqueKeys: true });
  return 'empty' in parsed ? [] : parsed;
};

const manifests = (prefix: string): Manifest[] =>
  yamlFiles
    .filter(([path]) => path.startsWith(prefix))
    .flatMap(([, content]) => documents(content).map((document): Manifest => document.toJS()));

describe("the platform's GitOps repository", () => {
  it.each(yamlFiles)('%s is strict YAML 1.2 without duplicate keys', (_path, content) => {
    for (const document of documents(content)) {
      expect(document.errors).toEqual([]);
      expect(document.warnings).toEqual([]);
      expect(document.toJS()).not.toBeNull();
    }
  });

  it('names the waves in the order of the mission', () => {
    const waves = Object.fromEntries(
      manifests('argocd/applications/').map((application) => [
        application.metadata?.name,
        Number(application.metadata?.annotations?.['argocd.argoproj.io/sync-wave']),
      ]),
    );
    expect(waves).toEqual({
      'argocd-config': -2,
      'platform-base': -1,
      'gpu-operator': 0,
      longhorn: 1,
      'sealed-secrets': 1,
      kyverno: 1,
      'cert-manager': 2,
      'platform-policies': 2,
      gitlab: 3,
      'gitlab-runner': 4,
      'arc-controller': 4,
      ollama: 5,
      'arc-linux-standard': 5,
      'arc-linux-gpu': 5,
      dify: 6,
      n8n: 6,
      'hello-platform': 7,
      'ai-generated': 8,
    });
  });

  it('gives Applications the health check that makes waves wait', () => {
    const settings = manifests('infrastructure/bootstrap/argocd-cm.yaml')[0];
    expect(settings?.data?.['resource.customizations.health.argoproj.io_Application']).toContain(
      'obj.status.health.status',
    );
  });

  it('reads its own files under the address that Argo CD knows', () => {
    const text = yamlFiles.map(([, content]) => content).join('\n');
    const named = [...text.matchAll(/repoURL: (\S*gitops-platform\S*)/g)].map((match) => match[1]);
    expect(new Set(named)).toEqual(new Set([PLATFORM_REPOSITORY_URL]));
  });

  it('holds no Secret and no password, and pins every image', () => {
    for (const [path, content] of files) {
      expect(content, path).not.toMatch(/^kind: Secret$/m);
      expect(content, path).not.toMatch(/^\s*(password|token|secretKey|accessKey):\s*\S/im);
      expect(content, path).not.toMatch(/image: [\w./-]+:latest\b/);
      expect(content, path).not.toContain('llama3.2:8b');
    }
  });

  it('lets every namespace that denies by default ask for names', () => {
    const policies = [...manifests('infrastructure/network-policies/'), ...manifests('apps/hello-platform/')].filter(
      (manifest) => manifest.kind === 'NetworkPolicy',
    );
    const named = (name: string) =>
      policies.filter((policy) => policy.metadata?.name === name).map((policy) => policy.metadata?.namespace);
    expect(named('default-deny')).toHaveLength(7);
    expect(named('allow-dns').sort()).toEqual(named('default-deny').sort());
  });

  it('selects namespaces only by the label that every namespace has', () => {
    for (const [path, content] of yamlFiles.filter(([path]) => path.includes('network-polic'))) {
      expect(content, path).not.toMatch(/namespaceSelector:\s+matchLabels:\s+name:/);
    }
  });
});
