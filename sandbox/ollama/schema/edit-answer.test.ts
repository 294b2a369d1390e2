import { expect, it } from 'vitest';
import { answerEdits } from './edit-answer.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    why: { type: 'string' },
    edits: { type: 'array', items: { properties: { object: {}, field: {}, action: {}, to: {} } } },
  },
};
const OBJECT = `kind: Deployment
spec:
  replicas: 1
  template:
    spec:
      containers:
        - image: registry.local/shop:1.0
          resources: {requests: {memory: 64Mi}, limits: {memory: 128Mi}}`;
const ADDING = {
  ...SCHEMA,
  properties: { ...SCHEMA.properties, add: { properties: { services: {}, addresses: {} } } },
};
const ask = (text: string, schema: typeof SCHEMA = SCHEMA) =>
  answerEdits(
    schema,
    `What is asked for:\n"""\n${text}\n"""\n\nWhat there is as Deployment/shop:\n"""\n${OBJECT}\n"""`,
  );
const C = 'spec.template.spec.containers[0]';

it.each([
  ['Three times as much: 3 copies.', 'spec.replicas', '3'],
  ['Set replicas to 4', 'spec.replicas', '4'],
  ['Use registry.local:5000/shop:1.1 from now on', `${C}.image`, 'registry.local:5000/shop:1.1'],
  ['With 512 MiB of memory', `${C}.resources.limits.memory`, '512Mi'],
])('reads what shall be otherwise: %s', (text, field, to) => {
  expect(ask(text)?.edits).toEqual([{ object: 'Deployment/shop', field, action: 'set', to }]);
});

it('names an address and the service that it leads to, where there is a place for them', () => {
  expect(ask('I want to reach it under shop.homelab.local', ADDING)).toMatchObject({
    edits: [],
    add: {
      services: [{ workload: 'Deployment/shop', port: 80 }],
      addresses: [{ host: 'shop.homelab.local' }],
    },
  });
  expect(ask('I want to reach it under shop.homelab.local')).not.toHaveProperty('add');
  expect(ask('Set replicas to 4', ADDING)).not.toHaveProperty('add');
});

it('changes nothing where it is so already, or nothing is said', () => {
  expect(ask('Set replicas to 1')?.edits).toEqual([]);
  expect(ask('Make it nicer')?.edits).toEqual([]);
});

it('has no say where something else is asked for', () => {
  expect(answerEdits({ type: 'object', properties: { edits: { type: 'array' } } }, 'replicas 3')).toBeNull();
});
