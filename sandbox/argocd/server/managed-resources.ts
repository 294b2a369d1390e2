import { type Fields, fieldsOf, isFields, textsOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { keyText } from '../application/resource-key.ts';
import type { ManagedResource } from '../compare/compare-application.ts';
import { isSatisfied } from '../compare/is-satisfied.ts';
import type { ManagedApplication } from '../controller/app-controller.ts';

/** `v1alpha1.ResourceDiff` of what fits the query: each state as JSON in a text, `null` where there is none. */
export function managedResources({ resources, applied }: ManagedApplication, query: URLSearchParams): Fields {
  const isAsked = ({ key }: ManagedResource) =>
    (['group', 'kind', 'namespace', 'name'] as const).every((field) => (query.get(field) || key[field]) === key[field]);
  return { items: resources.filter(isAsked).map((resource) => itemOf(resource, applied.get(keyText(resource.key)))) };
}

function itemOf(resource: ManagedResource, applied: KubeObject | undefined): Fields {
  const { key, isHook, sync } = resource;
  const { live, target } = hideData(resource);
  const predicted = target === null ? null : live === null ? target : merge(target, live, applied);
  return {
    ...Object.fromEntries(Object.entries(key).filter(([, text]) => text !== '')),
    targetState: JSON.stringify(target),
    liveState: JSON.stringify(live),
    ...(isHook ? { hook: true } : {}),
    normalizedLiveState: JSON.stringify(live),
    predictedLiveState: JSON.stringify(predicted),
    ...(resource.live === null ? {} : { resourceVersion: resource.live.metadata.resourceVersion }),
    ...(sync === 'OutOfSync' ? { modified: true } : {}),
  };
}

/** What applying the wanted object would make of the live one: fields that were applied before and are wanted no more go. */
function merge(wanted: unknown, live: unknown, applied: unknown): unknown {
  if (isFields(wanted) && isFields(live)) {
    const before = fieldsOf(applied);
    const kept = Object.entries(live).filter(([key]) => key in wanted || !(key in before));
    const merged = Object.entries(wanted).map(([key, value]) => [key, merge(value, live[key], before[key])] as const);
    return { ...Object.fromEntries(kept), ...Object.fromEntries(merged) };
  }
  if (Array.isArray(wanted) && Array.isArray(live) && wanted.length === live.length) {
    return wanted.map((item, index) => merge(item, live[index], undefined));
  }
  return isSatisfied(wanted, live, true) && live !== undefined ? live : wanted;
}

/** The same value is the same number of plus signs on both sides: gitops-engine pkg/diff, HideSecretData. */
function hideData({ target, live }: ManagedResource): Pick<ManagedResource, 'target' | 'live'> {
  if ((target ?? live)?.kind !== 'Secret') {
    return { target, live };
  }
  const signs = new Map<string, string>();
  const hide = (object: KubeObject | null): KubeObject | null => {
    if (object === null) {
      return null;
    }
    const masked = (data: unknown) =>
      Object.fromEntries(
        Object.entries(textsOf(data)).map(([key, value]) => {
          const known = signs.get(`${key}/${value}`) ?? '+'.repeat(8 + signs.size);
          signs.set(`${key}/${value}`, known);
          return [key, known];
        }),
      );
    const { data, stringData, ...rest } = object;
    return {
      ...rest,
      ...(data === undefined ? {} : { data: masked(data) }),
      ...(stringData === undefined ? {} : { stringData: masked(stringData) }),
    } as KubeObject;
  };
  return { target: hide(target), live: hide(live) };
}
