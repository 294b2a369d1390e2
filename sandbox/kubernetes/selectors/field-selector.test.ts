import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../object.ts';
import { resourceType } from '../resources.ts';
import { application, configMap, POD, pod } from '../testing/kubernetes-rig.ts';
import { parseFieldSelector } from './field-selector.ts';
import { readSelection } from './selection.ts';

function selects(kind: string, selector: string, object: KubeObject): boolean {
  const query = new URLSearchParams({ fieldSelector: selector });
  return readSelection(resourceType(kind), '', query).matches(object);
}

describe('a field selector', () => {
  it.each([
    ['a=b,c!=d,e==f', ['a = b', 'c != d', 'e = f']],
    ['a=b\\,c', ['a = b,c']],
    ['a=b\\=c\\\\', ['a = b=c\\']],
    ['a=', ['a = ']],
    ['', []],
  ])('%s is read', (selector, expected) => {
    const read = parseFieldSelector(selector).map(({ field, operator, value }) => `${field} ${operator} ${value}`);
    expect(read).toEqual(expected);
  });

  it.each([
    ['a', "invalid selector: 'a'; can't understand 'a'"],
    ['a=b=c', "can't understand 'b=c'"],
    ['a=b\\c', 'invalid escape sequence: \\c'],
  ])('%s is refused', (selector, message) => {
    expect(() => parseFieldSelector(selector)).toThrow(message);
  });

  it.each([
    ['Pod', 'metadata.name=web', true],
    ['Pod', 'metadata.namespace!=default', false],
    ['Pod', 'spec.nodeName=node-1,status.phase=Running', true],
    ['Pod', 'spec.nodeName=', false],
    ['Pod', 'status.phase!=Succeeded,status.phase!=Failed', true],
    ['Pod', 'spec.restartPolicy=Always', true],
    ['Pod', 'spec.hostNetwork=false', true],
  ])('of a %s: %s', (kind, selector, expected) => {
    expect(selects(kind, selector, pod('web', 'node-1'))).toBe(expected);
  });

  it('finds pods no node has yet', () => {
    expect(selects('Pod', 'spec.nodeName=', pod('web', undefined, 'Pending'))).toBe(true);
  });

  it('finds events by what they are about', () => {
    const event: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'default' },
      involvedObject: { kind: 'Pod', name: 'web', uid: 'u1' },
      source: { component: 'kubelet' },
      type: 'Warning',
    };
    expect(selects('Event', 'involvedObject.kind=Pod,involvedObject.uid=u1,type=Warning,source=kubelet', event)).toBe(
      true,
    );
    expect(selects('Event', 'involvedObject.name=db', event)).toBe(false);
  });

  it.each([
    ['Pod', 'spec.containers=x', pod('web'), 'field label not supported: spec.containers'],
    ['Application', 'spec.project=x', application('a'), 'field label not supported: spec.project'],
    ['ConfigMap', 'data=x', configMap('a'), '"data" is not a known field selector: only "metadata.name"'],
    ['Pod', 'constructor=x', pod('web'), 'field label not supported: constructor'],
  ])('of a %s by %s is refused', (kind, selector, object, message) => {
    expect(() => selects(kind, selector, object)).toThrow(message);
  });

  it('takes the fields a custom definition names', () => {
    const type = { ...resourceType('Application'), selectableFields: ['.spec.project'] };
    const query = new URLSearchParams({ fieldSelector: 'spec.project=default' });
    expect(readSelection(type, '', query).matches(application('a'))).toBe(true);
  });

  it('keeps to the namespace of the path', () => {
    expect(readSelection(POD, 'default', new URLSearchParams()).namespace).toBe('default');
  });
});
