import { describe, it } from 'vitest';
import { type LanguageModelFixture, languageModelConformance } from '#lib/ports/language-model.conformance.ts';
import { openWritingSandbox } from '#sandbox/ollama/testing/writing-rig.ts';
import { createOllamaWriter } from './language-model.ts';

const identity = { id: 'lab', label: 'Ollama in the lab', timeoutMs: 10_000, firstWithinMs: 60_000, quietMs: 20_000 };
/** Port 9 of loopback: nobody offers "discard" there. */
const unreachable = createOllamaWriter({ ...identity, url: 'http://127.0.0.1:9' });

languageModelConformance('the sandbox’s Ollama', async () => {
  const { url, ...rig } = await openWritingSandbox();
  return {
    ...rig,
    server: createOllamaWriter({ ...identity, url: `${url}/` }),
    refusesTooLong: true,
    unreachable,
  } satisfies LanguageModelFixture;
});

const { PORTOLAN_TEST_OLLAMA_URL: realUrl, PORTOLAN_TEST_OLLAMA_MODEL: realModel } = process.env;
if (realUrl === undefined || realModel === undefined) {
  describe('language model: a real Ollama', () => {
    it('writes', ({ skip }) => skip('PORTOLAN_TEST_OLLAMA_URL and PORTOLAN_TEST_OLLAMA_MODEL name none'));
  });
} else {
  languageModelConformance('a real Ollama', async () => ({
    server: createOllamaWriter({ ...identity, url: realUrl }),
    model: realModel,
    behave: null,
    atWork: null,
    refusesTooLong: true,
    unreachable,
    close: async () => undefined,
  }));
}
