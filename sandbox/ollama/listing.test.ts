import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OllamaRig, openOllama } from './testing/ollama-rig.ts';

describe('what the server tells of itself', () => {
  let rig: OllamaRig;
  beforeAll(async () => {
    rig = await openOllama({ zoneOffsetMinutes: 120 });
  });
  afterAll(() => rig.close());

  it.each(['GET', 'HEAD'])('%s / says that it runs', async (method) => {
    const answer = await rig.request(method, '/');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(method === 'GET' ? 'Ollama is running' : '');
  });

  it('its version', async () => {
    expect((await rig.request('GET', '/api/version')).body).toEqual({ version: '0.32.15' });
  });

  it('what is on its disk, always with the tag', async () => {
    const { body } = await rig.request('GET', '/api/tags');
    const models = body.models as Record<string, unknown>[];
    expect(models.map((model) => model.name)).toEqual(rig.ollama.inspect.installed());
    expect(models.map((model) => model.name)).toContain('nomic-embed-text:latest');
    expect(models[0]).toMatchObject({
      name: 'llama3.1:8b',
      model: 'llama3.1:8b',
      size: 4_920_753_328,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      modified_at: expect.stringMatching(/^2026-10-01T10:30:00\S*\+02:00$/),
      details: { format: 'gguf', family: 'llama', parameter_size: '8.0B', quantization_level: 'Q4_K_M' },
    });
  });

  it('what time it has, by the clock of the platform', async () => {
    const { headers } = await rig.request('GET', '/api/version');
    const told = Date.parse(headers.get('date') ?? '');
    expect(told).toBeLessThanOrEqual(rig.clock.now());
    expect(Math.abs(told - Date.UTC(2026, 10, 21, 12))).toBeLessThan(3_600_000);
  });

  it('what is in its memory: nothing at first', async () => {
    expect((await rig.request('GET', '/api/ps')).body).toEqual({ models: [] });
  });

  it.each(['coding-assistant', 'Coding-Assistant:LATEST'])('details of a model by the name %s', async (model) => {
    const { body } = await rig.request('POST', '/api/show', { model });
    expect(body).toMatchObject({
      capabilities: ['completion', 'tools'],
      details: { family: 'llama' },
      model_info: { 'general.architecture': 'llama', 'llama.block_count': 32, 'llama.attention.head_count_kv': 8 },
      parameters: expect.stringMatching(/^num_ctx {24}32768\ntemperature/),
      system: expect.stringContaining('developers'),
    });
  });

  it('its models as OpenAI lists them', async () => {
    const { body } = await rig.request('GET', '/v1/models');
    expect(body.object).toBe('list');
    expect((body.data as unknown[])[0]).toEqual({
      id: 'llama3.1:8b',
      object: 'model',
      created: Date.UTC(2026, 9, 1, 8, 30) / 1000,
      owned_by: 'library',
    });
  });

  it.each([
    ['GET', '/api/pulls', 404, '404 page not found', null],
    ['GET', '/api/tags/', 404, '404 page not found', null],
    ['POST', '/api/tags', 405, '405 method not allowed', 'GET, HEAD'],
    ['GET', '/api/chat', 405, '405 method not allowed', 'POST'],
    ['DELETE', '/', 405, '405 method not allowed', 'GET, HEAD'],
  ])('%s %s is %i, in plain text', async (method, path, status, text, allow) => {
    const answer = await rig.request(method, path);
    expect([answer.status, answer.text, answer.headers.get('allow')]).toEqual([status, text, allow]);
    expect(answer.headers.get('content-type')).toBe('text/plain');
  });

  it.each<[string, string, unknown, number, string | RegExp]>([
    ['no body', '/api/chat', '', 400, 'missing request body'],
    ['no JSON', '/api/chat', '{"model"', 400, /JSON/],
    ['no object', '/api/chat', '[]', 400, 'json: cannot unmarshal array into Go value of type api.ChatRequest'],
    [
      'a wrong type',
      '/api/chat',
      { model: 3 },
      400,
      'json: cannot unmarshal number into Go struct field ChatRequest.model',
    ],
    [
      'a wrong type deep inside',
      '/api/chat',
      { model: 'llama3.1:8b', messages: [{ role: 'user', content: {} }] },
      400,
      'json: cannot unmarshal object into Go struct field ChatRequest.messages.content',
    ],
    ['chat without a model', '/api/chat', {}, 400, 'model is required'],
    ['generate without a model', '/api/generate', {}, 404, "model '' not found"],
    ['show without a model', '/api/show', {}, 400, 'model is required'],
    ['an unknown model', '/api/chat', { model: 'nobody' }, 404, "model 'nobody' not found"],
    ['an unknown model to show', '/api/show', { model: 'nobody:1b' }, 404, "model 'nobody:1b' not found"],
    ['a name that is none', '/api/generate', { model: '../etc' }, 400, 'invalid model name'],
    [
      'chat with a model that embeds',
      '/api/chat',
      { model: 'nomic-embed-text', messages: [{}] },
      400,
      '"nomic-embed-text" does not support chat',
    ],
    [
      'generate with it',
      '/api/generate',
      { model: 'nomic-embed-text', prompt: 'a' },
      400,
      '"nomic-embed-text" does not support generate',
    ],
    [
      'tools it cannot call',
      '/api/chat',
      { model: 'codellama:13b', messages: [{}], tools: [{}] },
      400,
      'registry.ollama.ai/library/codellama:13b does not support tools',
    ],
    [
      'a suffix it cannot fill',
      '/api/generate',
      { model: 'llama3.1:8b', prompt: 'a', suffix: 'b' },
      400,
      'registry.ollama.ai/library/llama3.1:8b does not support insert',
    ],
    [
      'thinking it cannot do',
      '/api/chat',
      { model: 'llama3.1:8b', messages: [{}], think: true },
      400,
      '"llama3.1:8b" does not support thinking',
    ],
    [
      'a way of thinking nobody knows',
      '/api/chat',
      { model: 'llama3.1:8b', messages: [{}], think: 'hard' },
      400,
      /invalid think value: "hard"/,
    ],
    [
      'raw with a system message',
      '/api/generate',
      { model: 'llama3.1:8b', prompt: 'a', raw: true, system: 'b' },
      400,
      'raw mode does not support template, system, or context',
    ],
    [
      'a duration without a unit',
      '/api/chat',
      { model: 'llama3.1:8b', keep_alive: '10' },
      400,
      'time: invalid duration "10"',
    ],
    [
      'an option of a wrong type',
      '/api/chat',
      { model: 'llama3.1:8b', options: { num_ctx: 'big' } },
      500,
      'option "num_ctx" must be of type integer',
    ],
    [
      'a format that is none',
      '/api/chat',
      { model: 'llama3.1:8b', messages: [{}], format: 'yaml', stream: false },
      500,
      'invalid format: "yaml"; expected "json" or a valid JSON Schema object',
    ],
    [
      'a schema that allows nothing',
      '/api/chat',
      { model: 'llama3.1:8b', messages: [{}], format: { not: {} } },
      500,
      /^invalid JSON schema in format/,
    ],
    [
      'texts to embed that are none',
      '/api/embed',
      { model: 'nomic-embed-text', input: [1] },
      400,
      'invalid input type',
    ],
  ])('an error in JSON for %s', async (_, path, body, status, message) => {
    const answer = await rig.request('POST', path, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({ error: typeof message === 'string' ? message : expect.stringMatching(message) });
  });
});
