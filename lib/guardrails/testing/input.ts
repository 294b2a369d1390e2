import type { GuardrailInput, GuardrailResult, LandingZone } from '#lib/domain/guardrail/guardrail.ts';
import { APPLICATION_KINDS, PLATFORM_NAMESPACES } from '#lib/domain/guardrail/landing-zone.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { GUARDRAILS } from '../index.ts';
import { runRules } from '../run.ts';
import { createSchemaCatalogue } from '../schema/catalogue.ts';
import { loadShippedSchemas } from '../schema/shipped.ts';

export const LANDING: LandingZone = {
  paths: ['argocd/applications/*.yaml', 'apps/**'],
  namespaces: ['*'],
  closedNamespaces: [...PLATFORM_NAMESPACES],
  kinds: [...APPLICATION_KINDS],
  registries: ['*'],
  applications: {
    namespace: 'argocd',
    projects: ['apps'],
    repositories: ['https://gitlab.homelab.local/platform/gitops-platform.git'],
    revisions: ['main'],
    clusters: ['https://kubernetes.default.svc', 'in-cluster'],
  },
};

export const SCHEMAS = createSchemaCatalogue(await loadShippedSchemas());

export type Files = Readonly<Record<string, string | null>>;

/** A change that leaves these files behind; `before` has what stood there. Null removes a file. */
export function inputOf(files: Files, before: Files = {}, changed: Partial<GuardrailInput> = {}): GuardrailInput {
  const paths = new Set(Object.keys(before).filter((path) => before[path] !== null));
  return {
    files: Object.entries(files).map(([path, after]) => {
      return { path, before: before[path] ?? null, after, parsed: parseManifest(after ?? '') };
    }),
    repository: { paths },
    landing: LANDING,
    schemas: SCHEMAS,
    privilegedNamespaces: ['gpu-workloads', 'longhorn-*'],
    ...changed,
  };
}

/** Runs one rule by its id. */
export function runRule(id: string, input: GuardrailInput): GuardrailResult {
  const [result] = runRules(
    GUARDRAILS.filter((guardrail) => guardrail.id === id),
    input,
  );
  if (result === undefined) {
    throw new Error(`there is no guardrail ${id}`);
  }
  return result;
}

/** Findings in one line each: `apps/web/a.yaml:3 message`. */
export function findingLines({ findings }: GuardrailResult): string[] {
  return findings.map(({ file, line, message }) => `${file}:${line} ${message}`);
}
