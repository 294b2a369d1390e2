import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../object.ts';
import { readSelection } from '../selectors/selection.ts';
import type { StoreEvent } from '../store.ts';
import { CONFIG_MAP, configMap } from '../testing/kubernetes-rig.ts';
import { selectEvent } from './select-event.ts';

const IN = { side: 'in' };
const OUT = { side: 'out' };

function event(type: StoreEvent['type'], now: Record<string, string>, before?: Record<string, string>): StoreEvent {
  const object = (labels: Record<string, string>, version: string): KubeObject => {
    const made = configMap('a', version, labels);
    return { ...made, metadata: { ...made.metadata, resourceVersion: version } };
  };
  return {
    type,
    resource: CONFIG_MAP,
    object: object(now, '9'),
    ...(before === undefined ? {} : { previous: object(before, '5') }),
    revision: 9,
  };
}

function seen(given: StoreEvent, query: Record<string, string>, namespace = 'default'): unknown {
  const selected = selectEvent(given, readSelection(CONFIG_MAP, namespace, new URLSearchParams(query)));
  return selected && [selected.type, selected.object.metadata.resourceVersion, selected.object.data];
}

describe('to somebody who sees a selection', () => {
  const query = { labelSelector: 'side=in' };
  it.each<[string, StoreEvent, unknown]>([
    ['a new object that fits was added', event('ADDED', IN), ['ADDED', '9', { value: '9' }]],
    ['a new object that does not fit is nothing', event('ADDED', OUT), null],
    ['a change inside is a change', event('MODIFIED', IN, IN), ['MODIFIED', '9', { value: '9' }]],
    ['an object that comes in was added', event('MODIFIED', IN, OUT), ['ADDED', '9', { value: '9' }]],
    ['one that leaves was deleted, as it last fitted', event('MODIFIED', OUT, IN), ['DELETED', '9', { value: '5' }]],
    ['a change outside is nothing', event('MODIFIED', OUT, OUT), null],
    ['a deletion inside is a deletion', event('DELETED', IN, IN), ['DELETED', '9', { value: '5' }]],
    ['a deletion outside is nothing', event('DELETED', OUT, OUT), null],
  ])('%s', (_what, given, expected) => {
    expect(seen(given, query)).toEqual(expected);
  });

  it('other namespaces are nothing', () => {
    expect(seen(event('ADDED', IN), {}, 'other')).toBeNull();
    expect(seen(event('ADDED', IN), {}, 'default')).toEqual(['ADDED', '9', { value: '9' }]);
  });
});
