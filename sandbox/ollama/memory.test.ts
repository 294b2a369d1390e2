import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.ts';
import { footprintOf, placeModel, totalBytes, usableVram } from './memory.ts';
import { parseModelName } from './model-name.ts';
import { readSettings } from './settings.ts';
import { testModels } from './testing/test-models.ts';

const GIB = 1024 ** 3;

function model(name: string) {
  const parsed = parseModelName(name);
  const found = parsed && createCatalogue(testModels(0)).find(parsed);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return found;
}

describe('memory of a model', () => {
  const llama = model('llama3.1:8b');

  it('its cache is 128 KiB a token for an 8B llama, as its published shape has it', () => {
    const { cacheBytes } = footprintOf(llama, { contextLength: 8192, parallel: 1 });
    expect(cacheBytes).toBe(8192 * 128 * 1024);
  });

  it('grows with the context times the sequences and with nothing else', () => {
    const small = footprintOf(llama, { contextLength: 4096, parallel: 1 });
    const large = footprintOf(llama, { contextLength: 8192, parallel: 4 });
    expect(large.cacheBytes).toBe(8 * small.cacheBytes);
    expect(totalBytes(large) - totalBytes(small)).toBe(7 * small.cacheBytes);
  });

  it.each([
    ['fits', 16 * GIB, -1, 'all'],
    ['does not fit', 4 * GIB, -1, 'part'],
    ['there is no GPU', 0, -1, 'none'],
    ['only the graph would fit', 0.3 * GIB, -1, 'none'],
    ['the client wants it on the CPU', 16 * GIB, 0, 'none'],
    ['the client wants ten layers', 16 * GIB, 10, 'part'],
    ['the client wants more layers than there are', 16 * GIB, 999, 'all'],
  ])('where it goes when %s', (_, free, layers, expected) => {
    const { sizeBytes, vramBytes } = placeModel(footprintOf(llama, { contextLength: 4096, parallel: 1 }), free, layers);
    const where = vramBytes === sizeBytes ? 'all' : vramBytes === 0 ? 'none' : 'part';
    expect(where).toBe(expected);
    expect(vramBytes).toBeLessThanOrEqual(Math.max(0, free));
  });

  it('a card keeps some of its memory for itself', () => {
    expect(usableVram(16 * GIB)).toBe(16 * GIB - 457 * 1024 ** 2);
    expect(usableVram(0)).toBe(0);
  });
});

describe('settings from the environment', () => {
  it.each([
    [{}, 16 * GIB, { numParallel: 1, maxLoadedModels: 3, keepAliveMs: 300_000, maxQueue: 512, contextLength: 4096 }],
    [{}, 24 * GIB, { contextLength: 32_768, isContextAutomatic: true }],
    [{}, 48 * GIB, { contextLength: 262_144 }],
    [{ OLLAMA_CONTEXT_LENGTH: '8192' }, 48 * GIB, { contextLength: 8192, isContextAutomatic: false }],
    [{ OLLAMA_NUM_PARALLEL: '2', OLLAMA_MAX_LOADED_MODELS: '2' }, 0, { numParallel: 2, maxLoadedModels: 2 }],
    [{ OLLAMA_NUM_PARALLEL: '0' }, 0, { numParallel: 1 }],
    [{ OLLAMA_MAX_QUEUE: 'many', OLLAMA_NUM_PARALLEL: '-3' }, 0, { maxQueue: 512, numParallel: 1 }],
    [{ OLLAMA_KEEP_ALIVE: '24h' }, 0, { keepAliveMs: 86_400_000 }],
    [{ OLLAMA_KEEP_ALIVE: '90' }, 0, { keepAliveMs: 90_000 }],
    [{ OLLAMA_KEEP_ALIVE: 'long' }, 0, { keepAliveMs: 300_000 }],
    [{ OLLAMA_KEEP_ALIVE: '0' }, 0, { keepAliveMs: 0 }],
    [{ OLLAMA_KEEP_ALIVE: '-1' }, 0, { keepAliveMs: 9_223_372_036_854 }],
  ])('%j with %i bytes', (environment, vramBytes, expected) => {
    expect(readSettings(environment, vramBytes)).toMatchObject(expected);
  });
});
