import { expect, it } from 'vitest';
import { RESULT_KIND } from '#lib/adapters/kubernetes/kinds/result.ts';
import type { Analysis } from '#lib/domain/workload/analysis.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { analysesOf } from './analyses-of.ts';

const result = (kind: string, name: string, parentObject = '') =>
  RESULT_KIND.toDomain({
    metadata: { name: name.replace('/', ''), namespace: 'k8sgpt' },
    spec: {
      backend: 'ollama',
      kind,
      name,
      error: [
        {
          text: 'Back-off pulling image "registry.corp.example/shop:2" with secret shop-pull',
          sensitive: [
            { unmasked: 'shop-pull', masked: 'bXNrLTE=' },
            { unmasked: 'registry.corp.example', masked: '' },
          ],
        },
        { text: '' },
        null,
      ],
      details: 'Error: shop-pull cannot read registry.corp.example.',
      parentObject,
    },
  });

const web = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web', wave: 0, hook: false } as const;
const SHOP = application({ name: 'shop', resources: [{ ...web, requiresPruning: false }] });
const POD = {
  id: 'shop/web-7f9-x1',
  namespace: 'shop',
  name: 'web-7f9-x1',
  owner: { kind: 'ReplicaSet', name: 'web-7f9' },
};

function of(...analyses: Analysis[]): string[] {
  const services = {
    analyses: testCollection(analyses.map((one): [string, Analysis] => [one.id, one])),
    pods: testCollection([[POD.id, POD as Pod]]),
  };
  return analysesOf(services, SHOP).map(({ subject }) => `${subject.kind}/${subject.name}`);
}

it('what was masked on its way to a model is masked here as well', () => {
  const { errors, details, id } = result('Pod', 'shop/web-7f9-x1');
  expect(errors).toEqual(['Back-off pulling image "•••/shop:2" with secret bXNrLTE=']);
  expect(details).toBe('Error: bXNrLTE= cannot read •••.');
  expect(id).toBe('shop/k8sgpt/shopweb-7f9-x1');
});

it('no part of what was masked is left, wherever it is cut and whatever else is found in it', () => {
  const spec = {
    kind: 'Pod',
    name: 'shop/web',
    error: [
      { text: `${'x'.repeat(990)}db-password-of-the-shop` },
      ...Array.from({ length: 20 }, () => ({ text: 'more' })),
      { text: '', sensitive: [{ unmasked: 'db' }, { unmasked: 'db-password-of-the-shop' }] },
    ],
    details: 'db-password-of-the-shop is not in db.',
  };
  const { errors, details } = RESULT_KIND.toDomain({ metadata: { name: 'r' }, spec });
  expect(details).toBe('••• is not in •••.');
  expect(errors).toHaveLength(10);
  expect(errors.join()).not.toContain('db');
});

it('belongs to the application whose object it is about, whose pod, or whose object that is part of', () => {
  expect(of(result('Deployment', 'shop/web'))).toEqual(['Deployment/web']);
  expect(of(result('Pod', 'shop/web-7f9-x1'))).toEqual(['Pod/web-7f9-x1']);
  expect(of(result('Service', 'shop/web-canary', 'Deployment/web'))).toEqual(['Service/web-canary']);
  expect(of(result('Deployment', 'other/web'), result('Node', 'web'), result('Pod', 'shop/other'))).toEqual([]);
});

it('is nothing that hostile objects could break', () => {
  for (const spec of [null, {}, { name: 7, error: 'x' }, { name: '/'.repeat(9999), error: [[], 7] }]) {
    expect(() => RESULT_KIND.toDomain({ metadata: { name: 'r' }, spec })).not.toThrow();
  }
});
