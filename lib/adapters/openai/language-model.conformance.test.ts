import { describe, expect, it } from 'vitest';
import { type LanguageModelFixture, languageModelConformance } from '#lib/ports/language-model.conformance.ts';
import { openWritingSandbox } from '#sandbox/ollama/testing/writing-rig.ts';
import { addressOf, headersFor } from './client.ts';
import { createOpenAiWriter } from './language-model.ts';

const identity = {
  id: 'lab',
  label: 'a gateway in the lab',
  apiKey: 'sk-of-the-test',
  timeoutMs: 10_000,
  firstWithinMs: 60_000,
  quietMs: 20_000,
};

languageModelConformance('the sandbox’s Ollama behind /v1', async () => {
  const { url, ...rig } = await openWritingSandbox();
  return {
    ...rig,
    server: createOpenAiWriter({ ...identity, url: `${url}/v1` }),
    refusesTooLong: false,
    unreachable: createOpenAiWriter({ ...identity, url: 'http://127.0.0.1:9' }),
  } satisfies LanguageModelFixture;
});

describe('a connection', () => {
  it.each(['http://host:8000', 'http://host:8000/', 'http://host:8000/v1', 'http://host:8000/v1/'])(
    'may be named as %s',
    (url) => {
      expect(addressOf({ url }, '/models').href).toBe('http://host:8000/v1/models');
    },
  );

  it('sends a key where there is one, and no empty one', () => {
    expect(headersFor({ apiKey: 'sk-1' })).toEqual({ authorization: 'Bearer sk-1' });
    expect(headersFor({ apiKey: null })).toEqual({});
  });
});
