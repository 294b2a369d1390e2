import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSandboxClock } from '../../clock.ts';
import { requestDeletion } from '../deletion.ts';
import type { ResourceType } from '../object.ts';
import { resourceType } from '../resources.ts';
import { createObjectStore } from '../store.ts';
import { APPLICATION, application } from '../testing/kubernetes-rig.ts';
import { startDefinitionController } from './controller.ts';
import { definitionOf, isEstablished, typesOf } from './definition.ts';
import { installDefinition, removeDefinition } from './install.ts';
import { createResourceRegistry } from './registry.ts';

const CRD = resourceType('CustomResourceDefinition');
const NAME = 'applications.argoproj.io';
const clock = createSandboxClock();
afterEach(() => clock.stop());

function cluster() {
  const store = createObjectStore(clock);
  startDefinitionController(store, clock);
  return { store, registry: createResourceRegistry(store) };
}

const find = (registry: ReturnType<typeof createResourceRegistry>, version = 'v1alpha1') =>
  registry.find('argoproj.io', version, 'applications');

describe('a definition', () => {
  it('says of a kind all that is served of it', () => {
    expect(typesOf(definitionOf(APPLICATION))).toEqual([APPLICATION]);
    expect(typesOf(definitionOf(resourceType('ClusterPolicy')))).toEqual([resourceType('ClusterPolicy')]);
  });

  it('makes a kind served, is established, and takes it away again', () => {
    const { store, registry } = cluster();
    const removed = vi.fn();
    registry.onRemoved(removed);
    expect(find(registry)).toBeUndefined();
    installDefinition(store, APPLICATION);
    expect(find(registry)).toEqual(APPLICATION);
    const stored = store.get(CRD, '', NAME);
    expect(stored !== undefined && isEstablished(stored)).toBe(true);
    store.create(APPLICATION, application('a'));
    removeDefinition(store, 'argoproj.io', 'applications');
    expect(find(registry)).toBeUndefined();
    expect(store.list(APPLICATION)).toEqual([]);
    expect(removed).toHaveBeenCalledExactlyOnceWith(APPLICATION);
  });

  it('that somebody applies without its status is established again', () => {
    const { store } = cluster();
    installDefinition(store, APPLICATION);
    store.update(CRD, definitionOf(APPLICATION));
    const stored = store.get(CRD, '', NAME);
    expect(stored !== undefined && isEstablished(stored)).toBe(true);
    expect(stored?.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
  });

  it('serves every version it has', () => {
    const { store, registry } = cluster();
    const next: ResourceType = { ...APPLICATION, version: 'v1' };
    installDefinition(store, APPLICATION);
    installDefinition(store, next);
    expect(find(registry)?.version).toBe('v1alpha1');
    expect(find(registry, 'v1')?.version).toBe('v1');
    expect(find(registry, 'v2')).toBeUndefined();
  });

  it('that is deleted goes when its last object is gone', () => {
    const { store, registry } = cluster();
    installDefinition(store, APPLICATION);
    store.create(APPLICATION, application('free'));
    const held = application('held');
    store.create(APPLICATION, { ...held, metadata: { ...held.metadata, finalizers: ['x.io/y'] } });
    const definition = store.get(CRD, '', NAME);
    if (definition === undefined) {
      throw new Error('there is no definition');
    }
    requestDeletion({ store, clock, resource: CRD, object: definition });
    expect(store.list(APPLICATION).map(({ metadata }) => metadata.name)).toEqual(['held']);
    expect(find(registry)).toBeDefined();
    store.delete(APPLICATION, 'default', 'held');
    expect(store.get(CRD, '', NAME)).toBeUndefined();
    expect(find(registry)).toBeUndefined();
  });

  it('cannot take the place of a built-in kind', () => {
    const { store, registry } = cluster();
    installDefinition(store, { ...resourceType('Pod'), shortNames: ['fake'] });
    expect(registry.find('', 'v1', 'pods')).toBe(resourceType('Pod'));
  });
});
