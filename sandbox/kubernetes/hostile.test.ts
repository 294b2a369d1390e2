import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../clock.ts';
import { createAuthorizer } from './access/authorizer.ts';
import { startDefinitionController } from './crds/controller.ts';
import { createResourceRegistry } from './crds/registry.ts';
import type { KubeObject } from './object.ts';
import { RESOURCE_TYPES, resourceType } from './resources.ts';
import { readSelection } from './selectors/selection.ts';
import { createObjectStore } from './store.ts';
import { createTableMaker } from './table/table.ts';

/** Words that code looks for, so that what is generated gets past the first look. */
const FIELDS = [
  ...['addresses', 'aggregationRule', 'clusterRoleSelectors', 'conditions', 'containers', 'containerStatuses', 'group'],
  ...[
    'initContainers',
    'initContainerStatuses',
    'involvedObject',
    'ingress',
    'kind',
    'lastState',
    'loadBalancer',
    'matchExpressions',
  ],
  ...[
    'matchLabels',
    'metrics',
    'name',
    'names',
    'nodeInfo',
    'plural',
    'ports',
    'roleRef',
    'rules',
    'scope',
    'selector',
  ],
  ...['shortNames', 'state', 'subjects', 'template', 'terminated', 'type', 'values', 'verbs', 'versions', 'waiting'],
  ...[
    'apiGroups',
    'resources',
    'resourceNames',
    'nonResourceURLs',
    'served',
    'toString',
    'subresources',
    'additionalPrinterColumns',
    'selectableFields',
  ],
];

const { garbage } = fc.letrec<{ garbage: unknown }>((tie) => ({
  garbage: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      0,
      -1,
      1e300,
      '',
      'True',
      'Namespaced',
      'User',
      'ClusterRole',
      'joe',
      'r',
      '*',
      '[',
      '.a[?(',
    ),
    fc.array(tie('garbage'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('garbage'), { maxKeys: 6 }),
  ),
}));

const content = fc.dictionary(
  fc.constantFrom(
    'spec',
    'status',
    'rules',
    'subjects',
    'roleRef',
    'aggregationRule',
    'data',
    'endpoints',
    'ports',
    'secrets',
  ),
  garbage,
);

const clock = createSandboxClock();
afterEach(() => clock.stop());

describe('objects with anything in them', () => {
  it('can be shown as rows of every kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RESOURCE_TYPES), content, (type, fields) => {
        const object = { apiVersion: 'v1', kind: type.kind, metadata: { name: 'x' }, ...fields } as KubeObject;
        const maker = createTableMaker(type, { now: Date.now, include: 'Object', version: 'v1' });
        const { rows, columnDefinitions } = maker.table([object], {});
        expect(rows[0]?.cells).toHaveLength(columnDefinitions.length);
      }),
      { seed: 5, numRuns: 3000 },
    );
  });

  it('can be selected by fields', () => {
    const fields = 'status.phase!=a,spec.nodeName!=b,status.podIPs!=c,spec.hostNetwork=false';
    const { matches } = readSelection(resourceType('Pod'), '', new URLSearchParams({ fieldSelector: fields }));
    fc.assert(
      fc.property(content, (object) => {
        expect(typeof matches({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, ...object })).toBe('boolean');
      }),
      { seed: 6, numRuns: 1000 },
    );
  });

  it('as roles and bindings grant nobody anything by accident, and break nothing', () => {
    const subject = { kind: 'User', name: 'joe' };
    fc.assert(
      fc.property(content, content, fc.boolean(), (role, binding, isBound) => {
        const store = createObjectStore(clock);
        const bound = isBound ? { roleRef: { kind: 'ClusterRole', name: 'r' }, subjects: [null, subject] } : {};
        store.create(resourceType('ClusterRole'), {
          apiVersion: 'v1',
          kind: 'ClusterRole',
          metadata: { name: 'r' },
          ...role,
        });
        store.create(resourceType('ClusterRoleBinding'), {
          apiVersion: 'v1',
          kind: 'ClusterRoleBinding',
          metadata: { name: 'b' },
          ...binding,
          ...bound,
        });
        const authorizer = createAuthorizer(store);
        const wish = {
          isResource: true,
          verb: 'get',
          group: '',
          resource: 'secrets',
          subresource: '',
          namespace: '',
          name: '',
        } as const;
        expect(typeof authorizer.decide({ name: 'joe', groups: [] }, wish).isAllowed).toBe('boolean');
        expect(Array.isArray(authorizer.rulesFor({ name: 'joe', groups: [] }, 'default'))).toBe(true);
        expect(authorizer.decide({ name: 'jim', groups: [] }, wish).isAllowed).toBe(false);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('as definitions serve what can be served of them', () => {
    const crd = resourceType('CustomResourceDefinition');
    fc.assert(
      fc.property(content, (definition) => {
        const store = createObjectStore(clock);
        const registry = createResourceRegistry(store);
        const stop = startDefinitionController(store, clock);
        store.create(crd, {
          apiVersion: 'v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: 'things.x' },
          ...definition,
        });
        for (const type of registry.all().filter(({ isCustom }) => isCustom)) {
          expect(
            [type.group, type.version, type.kind, type.plural].every((text) => typeof text === 'string' && text !== ''),
          ).toBe(true);
          const maker = createTableMaker(type, { now: Date.now, include: 'None', version: 'v1' });
          maker.table([{ apiVersion: 'v1', kind: type.kind, metadata: { name: 'x' } }], {});
        }
        stop();
        registry.stop();
      }),
      { seed: 8, numRuns: 2000 },
    );
  });
});
