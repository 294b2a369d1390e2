import type { SchemaCatalogue, SchemaProblem } from '#lib/domain/guardrail/guardrail.ts';
import { validateValue } from '#lib/domain/json-schema/validate.ts';
import type { SchemaBundle } from './bundle.ts';
import { closestName } from './closest-name.ts';
import { hasKubernetesFormat } from './format.ts';
import { toProblem } from './wording.ts';

/**
 * A catalogue over the shipped schemas and, where there is one, what the cluster itself says. The cluster comes first: it knows
 * its own version and its custom kinds; the shipped schemas answer for kinds that it does not have yet.
 */
export function createSchemaCatalogue(shipped: SchemaBundle, cluster?: SchemaBundle): SchemaCatalogue {
  const bundles = cluster === undefined ? [shipped] : [cluster, shipped];
  return {
    description: bundles.map((bundle) => bundle.description).join(', then '),
    validate(apiVersion, kind, value) {
      for (const bundle of bundles) {
        const definition = bundle.kinds[`${apiVersion}/${kind}`];
        if (definition !== undefined) {
          return validateWith(bundle, definition, value);
        }
      }
      return misnamed(bundles, apiVersion, kind) ?? 'unknown-kind';
    },
  };
}

function validateWith(bundle: SchemaBundle, definition: string, value: unknown): SchemaProblem[] {
  const resolve = (name: string) =>
    Object.hasOwn(bundle.definitions, name) ? (bundle.definitions[name] ?? null) : null;
  return validateValue({ $ref: definition }, value, {
    resolve,
    closed: true,
    nullIsAbsent: true,
    hasFormat: hasKubernetesFormat,
  }).map(toProblem);
}

type KindId = { apiVersion: string; kind: string; isBuiltIn: boolean };

/**
 * A kind that a built-in API version does not have, or that is in another version of its group, is a mistake. Groups of CRDs are
 * shared by products (argoproj.io by Argo CD and Argo Rollouts), so that there a kind may exist without being known here.
 */
function misnamed(bundles: readonly SchemaBundle[], apiVersion: string, kind: string): SchemaProblem[] | null {
  const known = bundles.flatMap(kindIds);
  const inVersion = known.filter((id) => id.apiVersion === apiVersion);
  if (inVersion.some((id) => id.isBuiltIn)) {
    const closest = closestName(
      kind,
      inVersion.map((id) => id.kind),
    );
    const hint = closest === null ? '' : `; did you mean ${closest}?`;
    return [{ path: ['kind'], message: `${apiVersion} has no kind ${kind}${hint}` }];
  }
  const group = groupOf(apiVersion);
  const elsewhere = known.find((id) => id.kind === kind && groupOf(id.apiVersion) === group);
  const other = elsewhere ?? known.find((id) => id.kind === kind && !apiVersion.includes('.'));
  if (other === undefined) {
    return null;
  }
  return [
    { path: ['apiVersion'], message: `${apiVersion} has no kind ${kind}; write apiVersion: ${other.apiVersion}` },
  ];
}

/** Every kind of a bundle; those of Kubernetes itself are told by the name of their definition. */
function kindIds(bundle: SchemaBundle): KindId[] {
  return Object.entries(bundle.kinds).map(([id, definition]) => {
    const at = id.lastIndexOf('/');
    return { apiVersion: id.slice(0, at), kind: id.slice(at + 1), isBuiltIn: BUILT_IN.test(definition) };
  });
}

/** A CRD of a group such as gateway.networking.k8s.io also has a definition that begins with `io.k8s.`. */
const BUILT_IN = /^io\.k8s\.(api|apiextensions-apiserver|kube-aggregator)\./;

/** The API versions of Kubernetes itself that a bundle has every kind of: `v1`, `apps/v1`. */
export function builtInVersions(bundle: SchemaBundle): ReadonlySet<string> {
  return new Set(
    kindIds(bundle)
      .filter(({ isBuiltIn }) => isBuiltIn)
      .map(({ apiVersion }) => apiVersion),
  );
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
