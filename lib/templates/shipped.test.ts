import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overallVerdict } from '#lib/domain/guardrail/guardrail.ts';
import { isManifestObject } from '#lib/domain/manifest/manifest.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import type { RenderedTemplate, Template } from '#lib/domain/template/template.ts';
import { runGuardrails } from '#lib/guardrails/index.ts';
import { findingLines, inputOf } from '#lib/guardrails/testing/input.ts';
import { arbitraryOf } from '#lib/testing/schema-arbitrary.ts';
import { applyDefaults, renderTemplate, validateParameters } from './index.ts';
import { templateOf } from './testing/template-files.ts';

const ROOT = fileURLToPath(new URL('../../templates/', import.meta.url));
const ENVIRONMENT = {
  repositoryUrl: 'https://gitlab.homelab.local/platform/gitops-platform.git',
  domain: 'homelab.local',
};

const templates = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => templateOf(filesOf(join(ROOT, name)), ENVIRONMENT));

function filesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

const rendered = (template: Template, values: Record<string, unknown>) =>
  renderTemplate(template, applyDefaults(template, values));
const check = ({ files }: RenderedTemplate) =>
  runGuardrails(inputOf(Object.fromEntries(files.map(({ path, content }) => [path, content]))));

describe.each(templates.map((template) => [template.id, template] as const))('the golden path %s', (id, template) => {
  it('has examples, and help for every field', () => {
    expect(template.examples.length).toBeGreaterThanOrEqual(3);
    for (const { title, description, schema } of template.pages) {
      expect([title, description]).not.toContain('');
      for (const field of Object.values(
        schema.properties as Record<string, { title?: string; description?: string }>,
      )) {
        expect([field.title, field.description]).not.toContain(undefined);
      }
    }
  });

  it.each(template.examples.map((example) => [example.id, example.values] as const))(
    'renders the example %s as it always did',
    async (example, values) => {
      expect(validateParameters(template, applyDefaults(template, values))).toEqual([]);
      const result = rendered(template, values);
      const text = result.files.map(({ path, content }) => `# ${path}\n${content}`).join('---\n');
      await expect(text).toMatchFileSnapshot(`golden/${id}/${example}.txt`);
      expect(check(result).map(({ id: rule, verdict }) => [rule, verdict])).toEqual(
        // Where every registry is allowed, nobody looks which it is.
        check(result).map(({ id: rule }) => [rule, rule === 'known-registries' ? 'not-applicable' : 'pass']),
      );
      expect(result.notes).toEqual([]);
    },
  );
});

describe('a web service', () => {
  const [template] = templates.filter(({ id }) => id === 'web-service');
  if (template === undefined) {
    throw new Error('there is no web-service');
  }
  const small = { name: 'web', image: 'registry.local/web:1.0.0' };

  it.each([
    [
      { name: 'Web' },
      'name: Use small letters, digits and dashes, beginning with a letter and not ending with a dash.',
    ],
    [{ name: 'argocd' }, 'name: This name belongs to the platform.'],
    [{ name: 'kube-web' }, 'name: This name belongs to the platform.'],
    [{ name: '' }, 'name: This is required.'],
    [
      { image: 'web' },
      'image: Write the image with a version or a digest, such as registry.homelab.local/team/web:1.4.2.',
    ],
    [
      { image: 'web:latest' },
      'image: The tag latest is another image after every push. Write a version, such as 1.4.2.',
    ],
    [{ replicas: 11 }, 'replicas: This must be at most 10.'],
    [{ port: 0 }, 'port: This must be at least 1.'],
    [{ memoryRequest: '1Gi' }, 'memoryRequest: This may not be more than "Memory limit" (256Mi).'],
    [{ memoryRequest: '1GB' }, 'memoryRequest: Write an amount with its unit, such as 128Mi or 2Gi.'],
    [{ cpuRequest: '0' }, 'cpuRequest: Write cores or thousandths of one, such as 0.5 or 500m.'],
    [{ cpuRequest: '2', cpuLimit: '1' }, 'cpuRequest: This may not be more than "CPU limit" (1).'],
    [
      { environment: [{ name: 'A B', value: 'x' }] },
      'environment.0.name: Use letters, digits and underscores, not beginning with a digit, such as LOG_LEVEL.',
    ],
    [
      {
        environment: [
          { name: 'A', value: 'x' },
          { name: 'A', value: 'y' },
        ],
      },
      'environment.1.name: "A" is there twice.',
    ],
    [{ environment: [{ name: 'A' }] }, 'environment.0.value: This is required.'],
    [
      { replicas: 2, volume: { enabled: true } },
      'replicas: A volume can be attached to one node at a time, so there can be one copy.',
    ],
    [
      { replicas: 1, volume: { enabled: true, mountPath: '/etc' } },
      'volume.mountPath: This folder belongs to the system.',
    ],
    [
      { replicas: 1, volume: { enabled: true, mountPath: '/a/../etc' } },
      'volume.mountPath: Write a folder from the root, such as /data.',
    ],
    [{ host: '10.0.0.1' }, 'host: Write a host name in small letters, such as shop.homelab.local.'],
    [{ namespace: 'kube-system' }, 'namespace: This namespace belongs to the platform.'],
    [{ gpuSlices: 5 }, 'gpuSlices: This must be at most 4.'],
    [{ wave: '7' }, 'wave: This must be a whole number.'],
    [{ namespaces: 'x' }, 'namespaces: There is no such field.'],
  ])('says at the field: %j', (changed, message) => {
    const values = applyDefaults(template, { ...small, ...changed });
    expect(validateParameters(template, values).map((error) => `${error.path}: ${error.message}`)).toContain(message);
  });

  it.each([
    ['nothing more', {}, ['deployment', 'ingress', 'namespace', 'network-policy', 'pod-disruption-budget', 'service']],
    ['one copy', { replicas: 1 }, ['deployment', 'ingress', 'namespace', 'network-policy', 'service']],
    [
      'a volume',
      { replicas: 1, volume: { enabled: true } },
      ['deployment', 'ingress', 'namespace', 'network-policy', 'service', 'volume'],
    ],
  ])('writes its files: with %s', (_, changed, names) => {
    const expected = [...names.map((name) => `apps/web/${name}.yaml`), 'argocd/applications/web.yaml'];
    expect(rendered(template, { ...small, ...changed }).files.map(({ path }) => path)).toEqual(expected);
  });

  it.each(['yes', 'n', 'on', 'null', 'true', 'y', 'e1', 'nan'])('may be called %s', (name) => {
    const result = rendered(template, { ...small, name });
    expect(check(result).flatMap(findingLines)).toEqual([]);
  });

  it('leaves a password in a setting to the guardrail', () => {
    const result = rendered(template, { ...small, environment: [{ name: 'DB_PASSWORD', value: 'hunter22' }] });
    expect(check(result).find(({ id }) => id === 'no-plain-secrets')?.verdict).toBe('fail');
  });

  const everything = {
    type: 'object' as const,
    properties: Object.assign({}, ...template.pages.map(({ schema }) => schema.properties)),
    required: ['name', 'image'],
  };

  it('comes out valid, in its place and past every guardrail, whatever is typed', () => {
    const forms = arbitraryOf(everything)
      .map((form) => applyDefaults(template, oneCopyWithVolume(form as Record<string, unknown>)))
      .filter((values) => validateParameters(template, values).length === 0);
    fc.assert(
      fc.property(forms, (values) => {
        const result = rendered(template, values);
        const verdicts = check(result);
        expect(['pass', 'warn'], verdicts.flatMap(findingLines).join('\n')).toContain(overallVerdict(verdicts));
        for (const { path, content } of result.files) {
          expect(content, path).not.toMatch(/[ \t]$|\n\n|^\n|\n$\n/m);
          expect(content.endsWith('\n') && !content.endsWith('\n\n'), path).toBe(true);
        }
        expect(kindsOf(result)).toEqual(expectedKinds(values));
        expect(typedTexts(result)).toEqual({
          environment: values.environment,
          description: values.description,
          owner: values.owner,
        });
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

function oneCopyWithVolume(form: Record<string, unknown>): Record<string, unknown> {
  const volume = form.volume as { enabled?: boolean } | undefined;
  return volume?.enabled === true ? { ...form, replicas: 1 } : { ...form, volume: { enabled: false } };
}

function objectsOf({ files }: RenderedTemplate) {
  return files
    .flatMap(({ content }) => parseManifest(content).documents.map(({ value }) => value))
    .filter(isManifestObject);
}

function kindsOf(result: RenderedTemplate): string[] {
  return objectsOf(result)
    .map(({ kind }) => kind)
    .sort();
}

function expectedKinds(values: Record<string, unknown>): string[] {
  const policies = values.egress === 'none' ? 3 : 4;
  const volume = (values.volume as { enabled: boolean }).enabled;
  return [
    'Application',
    'Deployment',
    'Ingress',
    'Namespace',
    ...Array<string>(policies).fill('NetworkPolicy'),
    ...(volume ? ['PersistentVolumeClaim'] : []),
    ...(Number(values.replicas) > 1 ? ['PodDisruptionBudget'] : []),
    'Service',
  ];
}

type DeploymentShape = { spec: { template: { spec: { containers: { env?: unknown[] }[] } } } };

/** What a person typed freely, read back from where it has to be. */
function typedTexts(result: RenderedTemplate) {
  const objects = objectsOf(result);
  const deployment = objects.find(({ kind }) => kind === 'Deployment') as unknown as DeploymentShape;
  const annotations = objects.find(({ kind }) => kind === 'Application')?.metadata.annotations;
  return {
    environment: deployment.spec.template.spec.containers[0]?.env ?? [],
    description: annotations?.['a8r.io/description'],
    owner: annotations?.['a8r.io/owner'],
  };
}
