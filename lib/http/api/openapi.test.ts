import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#lib/usecases/index.ts';
import { VIEWS } from '#lib/views/index.ts';
import { openApiDocument } from './openapi.ts';

const document = openApiDocument('https://portal.example');
const text = JSON.stringify(document);

describe('the OpenAPI document', () => {
  it('has every view and every command of the build, and the API for programs', () => {
    expect(Object.keys(document.paths).toSorted()).toEqual(
      [
        '/generate/manifest',
        '/generate/manifest/{id}',
        ...Object.keys(VIEWS).map((name) => `/api/views/${name}`),
        ...Object.keys(COMMANDS).map((name) => `/api/commands/${name}`),
      ].toSorted(),
    );
  });

  it('says of each what it takes, who may, and how it can fail', () => {
    for (const methods of Object.values(document.paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation.summary).toMatch(/\.$/);
        expect(operation['x-role']).toMatch(/^(viewer|developer|approver|admin)$/);
        expect(operation.security.length).toBe(1);
        expect(Object.keys(operation.responses)).toContain('401');
      }
    }
    expect(
      document.paths['/api/commands/ask-gateway']?.post?.requestBody?.content['application/json'].schema,
    ).toMatchObject({
      type: 'object',
      required: ['prompt', 'appName', 'idempotencyKey'],
      properties: { prompt: { type: 'string', maxLength: 8000 }, opensItself: { type: 'boolean', default: false } },
    });
  });

  it('refers to nothing that is not there', () => {
    const schemas = document.components.schemas as Record<string, unknown>;
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = '']) => to);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      expect(Object.keys(schemas)).toContain(reference.replace('#/components/schemas/', ''));
    }
  });
});
