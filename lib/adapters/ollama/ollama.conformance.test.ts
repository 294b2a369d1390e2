import { describe, it } from 'vitest';
import { type ModelServerFixture, modelServerConformance } from '#lib/ports/model-server.conformance.ts';
import { GIB, openOllama } from '#sandbox/ollama/testing/ollama-rig.ts';
import { createOllama } from './provider.ts';

const identity = { id: 'lab', label: 'Ollama in the lab', timeoutMs: 10_000 };
/** Port 9 of loopback: nobody offers "discard" there. */
const unreachable = createOllama({ ...identity, url: 'http://127.0.0.1:9' });

for (const [name, options] of [
  ['the sandbox with a card', {}],
  ['the sandbox without one, in another zone', { vramBytes: 0, zoneOffsetMinutes: -210 }],
  ['the sandbox with a card that is too small', { vramBytes: 6 * GIB, zoneOffsetMinutes: 120 }],
] as const) {
  modelServerConformance(name, async () => {
    const rig = await openOllama({ ...options, environment: { OLLAMA_KEEP_ALIVE: '24h' } });
    await rig.ollama.load('nomic-embed-text');
    return {
      server: createOllama({ ...identity, url: `${rig.ollama.url}/` }),
      unreachable,
      farSide: async () => ({
        installed: rig.ollama.inspect.installed(),
        loaded: rig.ollama.inspect
          .loaded()
          .map(({ name: model, sizeBytes, vramBytes }) => ({ name: model, sizeBytes, vramBytes })),
      }),
      load: async (model, keepAlive) => {
        const request = { model, keep_alive: keepAlive === 'for ever' ? -1 : '1h', options: { num_gpu: 0 } };
        await rig.request('POST', model.includes('embed') ? '/api/embed' : '/api/generate', request);
      },
      close: rig.close,
    } satisfies ModelServerFixture;
  });
}

const realUrl = process.env.PORTOLAN_TEST_OLLAMA_URL;
if (realUrl === undefined) {
  describe('model server: a real Ollama', () => {
    it('is read', ({ skip }) => skip('PORTOLAN_TEST_OLLAMA_URL names none'));
  });
} else {
  modelServerConformance('a real Ollama', async () => {
    const list = async (path: string) => {
      const response = await fetch(`${realUrl.replace(/\/+$/, '')}${path}`);
      return ((await response.json()) as { models: { name: string; size: number; size_vram: number }[] }).models;
    };
    return {
      server: createOllama({ ...identity, url: realUrl }),
      unreachable,
      farSide: async () => ({
        installed: (await list('/api/tags')).map((model) => model.name),
        loaded: (await list('/api/ps')).map((model) => ({
          name: model.name,
          sizeBytes: model.size,
          vramBytes: model.size_vram,
        })),
      }),
      load: null,
      close: async () => undefined,
    };
  });
}
