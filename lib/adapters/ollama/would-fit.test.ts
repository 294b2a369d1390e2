import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readServerSettings } from '#lib/domain/model/server-settings.ts';
import { wouldFit } from '#lib/domain/model/would-fit.ts';
import { times } from '#lib/testing/long.ts';
import { GIB, openOllama } from '#sandbox/ollama/testing/ollama-rig.ts';
import { createOllama } from './provider.ts';

/** Loads models one after the other on a server, and says before each what will come of it. */
async function foretell(order: readonly number[], vramGib: number, environment: Record<string, string>) {
  const rig = await openOllama({
    rate: 5000,
    vramBytes: vramGib * GIB,
    environment: { ...environment, OLLAMA_KEEP_ALIVE: '2400h' },
  });
  try {
    const server = createOllama({ id: 'lab', label: 'Lab', url: rig.ollama.url, timeoutMs: 10_000 });
    const verdicts: string[] = [];
    for (const at of order) {
      const { installed, loaded } = await server.read();
      const model = installed[at % installed.length];
      if (model === undefined || loaded.some(({ name }) => name === model.name)) {
        continue;
      }
      const answer = wouldFit({
        name: model.name,
        sizeBytes: model.sizeBytes,
        card: await server.describe(model),
        contextLength: null,
        isRemote: false,
        settings: readServerSettings(environment),
        vramBytes: vramGib * GIB,
        loaded,
        loading: [],
        sharers: 0,
      });
      verdicts.push(answer.verdict);
      await rig.ollama.load(model.name);
      const after = (await server.read()).loaded;
      const left = loaded.map(({ name }) => name).filter((name) => !answer.evicted.includes(name));
      expect(after.map(({ name }) => name).toSorted()).toEqual([...left, model.name].toSorted());
      const now = after.find(({ name }) => name === model.name);
      expect(now?.sizeBytes).toBe(answer.needBytes);
      expect(now?.vramBytes === now?.sizeBytes).toBe(answer.verdict !== 'spills');
    }
    return verdicts;
  } finally {
    await rig.close();
  }
}

it('what is foretold is what a server does: what it needs, who has to go, and whether it spills into RAM', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { minLength: 3, maxLength: 6 }),
      fc.constantFrom(6, 8, 10, 12, 16, 24),
      fc.constantFrom<Record<string, string>>(
        {},
        { OLLAMA_MAX_LOADED_MODELS: '1' },
        { OLLAMA_MAX_LOADED_MODELS: '2', OLLAMA_NUM_PARALLEL: '2' },
        { OLLAMA_CONTEXT_LENGTH: '16384' },
      ),
      async (order, vramGib, environment) => {
        for (const verdict of await foretell(order, vramGib, environment)) {
          seen.add(verdict);
        }
      },
    ),
    { numRuns: times(25, 500), seed: 7 },
  );
  expect([...seen].toSorted()).toEqual(['evicts', 'fits', 'spills']);
});
