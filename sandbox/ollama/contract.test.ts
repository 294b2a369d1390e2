import { existsSync, readFileSync } from 'node:fs';
import { type Schema, Validator } from '@cfworker/json-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type OllamaRig, openOllama } from './testing/ollama-rig.ts';

const DESCRIPTION = new URL('../../../shared/contracts/openapi/ollama-v0.32.15.openapi.yaml', import.meta.url);
const MODEL = 'llama3.1:8b';
const MESSAGES = [{ role: 'user', content: 'hi' }];

describe('answers as upstream describes them', () => {
  let rig: OllamaRig;
  let components: Schema | null = null;
  beforeAll(async () => {
    rig = await openOllama();
    await rig.ollama.load(MODEL);
    components = existsSync(DESCRIPTION) ? (parse(readFileSync(DESCRIPTION, 'utf8')) as Schema).components : null;
  });
  afterAll(() => rig.close());

  it.for<[string, string, string, unknown]>([
    ['VersionResponse', 'GET', '/api/version', undefined],
    ['ListResponse', 'GET', '/api/tags', undefined],
    ['PsResponse', 'GET', '/api/ps', undefined],
    ['ShowResponse', 'POST', '/api/show', { model: MODEL }],
    ['ChatResponse', 'POST', '/api/chat', { model: MODEL, messages: MESSAGES, stream: false }],
    ['ChatStreamEvent', 'POST', '/api/chat', { model: MODEL, messages: MESSAGES }],
    ['GenerateResponse', 'POST', '/api/generate', { model: MODEL, prompt: 'hi', stream: false }],
    ['GenerateStreamEvent', 'POST', '/api/generate', { model: MODEL, prompt: 'hi' }],
    ['EmbedResponse', 'POST', '/api/embed', { model: 'nomic-embed-text', input: 'hi' }],
    ['ErrorResponse', 'POST', '/api/chat', { model: 'nobody' }],
  ])('%s', async ([name, method, path, body], { skip }) => {
    if (components === null) {
      return skip('the upstream descriptions are not beside this checkout');
    }
    const { text } = await rig.request(method, path, body);
    const schema: Schema = { components, $ref: `#/components/schemas/${name}` };
    const described = Object.keys(components.schemas[name].properties);
    for (const line of text.trimEnd().split('\n')) {
      const value = JSON.parse(line) as Record<string, unknown>;
      expect(new Validator(schema, '2020-12', false).validate(value).errors).toEqual([]);
      expect(Object.keys(value).some((key) => described.includes(key))).toBe(true);
    }
  });
});
