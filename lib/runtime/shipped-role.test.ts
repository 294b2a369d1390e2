import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { APPLICATION_KIND } from '#lib/adapters/argocd/application-kind.ts';
import { PROJECT_KIND } from '#lib/adapters/argocd/project-kind.ts';
import { settingsKind } from '#lib/adapters/argocd/settings-kind.ts';
import { readRule } from '#lib/adapters/kubernetes/kind-names.ts';
import { KUBERNETES_KINDS } from '#lib/adapters/kubernetes/kinds/index.ts';
import { createSandboxClock } from '#sandbox/clock.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { createObjectStore } from '#sandbox/kubernetes/store.ts';
import { grantPortal } from '#sandbox/portal-account.ts';

type Rule = { apiGroups?: string[]; resources?: string[]; nonResourceURLs?: string[]; verbs: string[] };

const ROOT = new URL('../..', import.meta.url).pathname;

const shipped: { kind: string; rules?: Rule[] }[] = parseAllDocuments(
  readFileSync(join(ROOT, 'deploy/rbac.yaml'), 'utf8'),
).map((document) => document.toJS());

/** One line for each thing that is allowed: `list pods`, `get /version`. */
function rightsOf(rules: readonly Rule[]): string[] {
  const rights = rules.flatMap(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }) => {
    const names = apiGroups.flatMap((group) =>
      resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)),
    );
    return [...names, ...nonResourceURLs].flatMap((what) => verbs.map((verb) => `${verb} ${what}`));
  });
  return [...new Set(rights)].toSorted();
}

/** What the reflectors ask for: the rule that the portal itself proposes where it is missing. */
function rulesForKinds(): Rule[] {
  return [APPLICATION_KIND, PROJECT_KIND, ...Object.values(KUBERNETES_KINDS)].flatMap(
    (kind) => parse(readRule(kind)) as Rule[],
  );
}

/** Paths beside the kinds that the sources ask a cluster for: '/version', `/openapi/v3/${path}`. */
function otherPaths(): string[] {
  const sources = globSync('lib/{adapters/kubernetes,adapters/argocd,runtime}/**/*.ts', { cwd: ROOT })
    .filter((path) => !/\.test\.ts$|\/testing\//.test(path))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'));
  return sources
    .flatMap((source) => [...source.matchAll(/(?:\.get\(|path: )['`](\/(?!apis?\/)[^'`?]*)/g)])
    .map(([, path]) => (path ?? '').replace(/\$\{.*$/, '*'));
}

function rulesOfSettings(): Rule[] | undefined {
  return shipped.find(({ kind }) => kind === 'Role')?.rules;
}

describe('deploy/rbac.yaml', () => {
  const role = shipped.find(({ kind }) => kind === 'ClusterRole');

  it('allows what the code asks for, and nothing else', () => {
    const needed = rightsOf([...rulesForKinds(), { nonResourceURLs: otherPaths(), verbs: ['get'] }]);
    expect(rightsOf(role?.rules ?? [])).toEqual(needed);
  });

  it('allows to read Argo CD`s own settings, by name, and no other ConfigMap', () => {
    expect(rulesOfSettings()).toEqual(parse(readRule(settingsKind('argocd'))));
  });

  it('allows to look and nothing else', () => {
    const verbs = shipped.flatMap(({ rules = [] }) => rules).flatMap((rule) => rule.verbs);
    expect(verbs.filter((verb) => !['get', 'list', 'watch'].includes(verb))).toEqual([]);
    expect(shipped.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ServiceAccount',
      'ClusterRole',
      'ClusterRoleBinding',
      'Role',
      'RoleBinding',
      'Secret',
    ]);
  });

  it('is what the sandbox gives the portal, so that every test on it runs with these rights', () => {
    const store = createObjectStore(createSandboxClock());
    grantPortal(store);
    const granted = store.get(resourceType('ClusterRole'), '', 'portolan-reader') as { rules?: Rule[] } | undefined;
    expect(granted?.rules).toEqual(role?.rules);
    const settings = store.get(resourceType('Role'), 'argocd', 'portolan-reader') as { rules?: Rule[] } | undefined;
    expect(settings?.rules).toEqual(rulesOfSettings());
  });
});
