import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { isObject } from '#lib/domain/json-schema/value-checks.ts';
import { YAML_LIMITS } from '#lib/domain/manifest/limits.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { loadShippedSchemas } from './shipped.ts';

/** Recorded definitions of real servers, which are not part of the repository: where they are not, there is nothing to compare with. */
const CONTRACTS = new URL('../../../../shared/contracts/', import.meta.url);
const isAbsent = !existsSync(CONTRACTS);

describe.skipIf(isAbsent)('the shipped schemas against recorded ones', () => {
  it('know every field of Kubernetes 1.35, with its type', async () => {
    const { definitions } = await loadShippedSchemas();
    const recorded = JSON.parse(readFileSync(new URL('kubernetes/v1.35.0/_definitions.json', CONTRACTS), 'utf8')) as {
      definitions: Record<string, Schema>;
    };
    const missing: string[] = [];
    let compared = 0;
    for (const [name, schema] of Object.entries(definitions)) {
      const real = recorded.definitions[name]?.properties ?? {};
      for (const [field, { type }] of Object.entries(real)) {
        compared += 1;
        const ours = schema.properties?.[field];
        const wanted = [type].flat().find((each) => each !== 'null');
        if (ours === undefined || (ours.type !== undefined && wanted !== undefined && ours.type !== wanted)) {
          missing.push(`${name}.${field}`);
        }
      }
    }
    expect(compared).toBeGreaterThan(2_000);
    // The alpha field of 1.35 became schedulingGroup in 1.36; counts in CRDs are numbers without fractions either way.
    expect(missing.filter((field) => !/JSONSchemaProps\.(?:max|min)[A-Z]/.test(field))).toEqual([
      'io.k8s.api.core.v1.PodSpec.workloadRef',
    ]);
  });

  it.each(['application', 'appproject'])('know the fields of the CRD %s of Argo CD 3.5', async (name) => {
    const { definitions, kinds } = await loadShippedSchemas();
    const file = new URL(`crds/argo-cd/v3.5.1/${name}-crd.yaml`, CONTRACTS);
    const limits = { ...YAML_LIMITS, sizeCharacters: 5_000_000, tokens: 1_000_000, values: 1_000_000 };
    const crd = parseManifest(readFileSync(file, 'utf8'), limits).documents[0]?.value as RecordedCrd;
    const recorded = fieldPaths(crd.spec.versions[0]?.schema.openAPIV3Schema ?? {}, {});
    const shipped = new Set(
      fieldPaths({ $ref: kinds[`argoproj.io/v1alpha1/${crd.spec.names.kind}`] ?? '' }, definitions),
    );
    expect(recorded.length).toBeGreaterThan(50);
    const missing = recorded.filter((path) => !shipped.has(path));
    expect(missing.filter((path) => !NEWER_THAN_THE_MODELS.some((field) => path.includes(field)))).toEqual([]);
  });
});

type RecordedCrd = {
  spec: { names: { kind: string }; versions: { schema: { openAPIV3Schema: Schema } }[] };
};

/** Fields that came with Argo CD 3.5; a cluster that has them says so in its own schemas. */
const NEWER_THAN_THE_MODELS = [
  '.tagPrefix',
  '.syncSource.repoURL',
  '.lastComparedDryRevision',
  '.isAppOfApps',
  '.sourceIntegrity',
  '.syncOverrun',
];

/** The path of every field that a schema lists, with `[]` for items and `*` for the values of a map. */
function fieldPaths(given: Schema, definitions: Record<string, Schema>, path = ''): string[] {
  const schema = given.$ref === undefined ? given : (definitions[given.$ref] ?? {});
  const inner: [string, Schema][] = Object.entries(schema.properties ?? {});
  if (schema.items !== undefined) {
    inner.push(['[]', schema.items]);
  }
  if (isObject(schema.additionalProperties)) {
    inner.push(['*', schema.additionalProperties]);
  }
  return inner.flatMap(([name, field]) => [`${path}.${name}`, ...fieldPaths(field, definitions, `${path}.${name}`)]);
}
