import { describe, expect, it } from 'vitest';
import { answerSchema } from './answer.ts';

const SYSTEM = `Name nothing that was not asked for and is not needed.

Say which way fits what is asked for:
- web-service: Web service. A program that answers HTTP, with an ingress and health checks.
- objects: None of the above fits, and it can be made of these kinds: Deployment.apps, CronJob.batch, ConfigMap.
- none: It does not ask for software that shall run on the platform.`;
const WAY = { type: 'object', required: ['way'], properties: { way: { enum: ['web-service', 'objects', 'none'] } } };
const OBJECTS = {
  type: 'object',
  properties: {
    workloads: {
      type: 'array',
      items: {
        type: 'object',
        required: ['image'],
        properties: {
          image: { type: 'string', maxLength: 250 },
          replicas: { type: 'integer' },
          port: { type: 'integer' },
        },
      },
    },
    services: {
      type: 'array',
      items: { type: 'object', required: ['port'], properties: { port: { type: 'integer' } } },
    },
    volumes: { type: 'array', items: { type: 'object', properties: { size: { type: 'string' } } } },
  },
};
const answer = (schema: object, request: string) =>
  answerSchema(schema as never, {
    seed: request,
    text: `What is asked for, under the name x:\n"""\n${request}\n"""`,
    system: SYSTEM,
    isHollow: false,
  });

describe('a model that was told what its options mean', () => {
  it.each([
    ['Put our website on the platform', 'web-service'],
    ['A Redis cache for the shop', 'objects'],
    ['A nightly job with python', 'objects'],
    ['Write me a poem about the sea', 'none'],
  ])('takes for "%s": %s', (request, way) => {
    expect(answer(WAY, request)).toEqual({ way });
  });

  it('names what was asked for, and leaves out what was not', () => {
    expect(answer(OBJECTS, 'deploy nginx with 2 replicas and expose it on port 80')).toEqual({
      workloads: [{ image: 'nginxinc/nginx-unprivileged:1.29.3', replicas: 2, port: 80 }],
      services: [{ port: 80 }],
    });
    expect(answer(OBJECTS, 'run ghcr.io/shop/worker:1.4.2')).toEqual({
      workloads: [{ image: 'ghcr.io/shop/worker:1.4.2' }],
    });
  });
});
