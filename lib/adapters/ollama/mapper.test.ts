import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PS_BODY, TAGS_BODY } from './fixtures/bodies.ts';
import { toState } from './mapper.ts';

const [SPLIT] = PS_BODY.models;

describe('what Ollama answers, in the words of the portal', () => {
  const state = toState('0.32.15', { loaded: PS_BODY.models, installed: TAGS_BODY.models });

  it('loaded models: bytes, zone of the server, never', () => {
    expect(state.loaded).toEqual([
      {
        name: 'qwen2.5-coder:14b',
        digest: expect.stringMatching(/^3028/),
        family: 'qwen2',
        parameterSize: '14.8B',
        quantization: 'Q4_K_M',
        sizeBytes: 11_640_438_784,
        vramBytes: 8_003_112_960,
        contextLength: 8192,
        expiresAt: null,
      },
      expect.objectContaining({
        name: 'mistral:latest',
        family: 'llama',
        contextLength: null,
        expiresAt: Date.UTC(2026, 10, 21, 21, 38, 31, 837),
      }),
      expect.objectContaining({ name: 'nomic-embed-text:latest', family: '', vramBytes: 0 }),
    ]);
  });

  it('installed models: a registry with a port, a model in a cloud, a time that is not known', () => {
    expect(state.installed).toEqual([
      expect.objectContaining({
        name: 'hub.example.org:5000/dana/coder:latest',
        sizeBytes: 4_683_087_519,
        modifiedAt: Date.UTC(2026, 9, 2, 7, 15, 0, 500),
      }),
      expect.objectContaining({
        name: 'gpt-oss:120b-cloud',
        family: '',
        modifiedAt: null,
        remoteHost: 'https://ollama.com:443',
      }),
    ]);
    expect(state).not.toHaveProperty('skipped');
  });

  it.each<[string, object, object]>([
    ['no name', { name: null, model: '' }, { skipped: 1 }],
    ['a size that is a text', { size: '5137025024' }, { skipped: 1 }],
    ['a negative size', { size: -1 }, { skipped: 1 }],
    ['a size beyond what can be counted', { size: 2 ** 60 }, { skipped: 1 }],
    [
      'more in VRAM than its size, as `ollama ps` calls unknown: it takes that memory all the same',
      { size_vram: 11_640_438_785 },
      { loaded: [{ sizeBytes: 11_640_438_784, vramBytes: 11_640_438_785 }] },
    ],
    ['memory of a card and no size', { size: 0 }, { loaded: [{ sizeBytes: 0, vramBytes: 8_003_112_960 }] }],
    ['no VRAM said, which is not zero', { size_vram: null }, { skipped: 1 }],
    ['no time of unloading, which is not never', { expires_at: null }, { skipped: 1 }],
    ['a time that is none', { expires_at: 'soon' }, { skipped: 1 }],
    ['the zero time', { expires_at: '0001-01-01T00:00:00Z' }, { skipped: 1 }],
    ['a name of a million characters', { name: 'x'.repeat(1_000_000) }, { skipped: 1 }],
    ['no details', { details: null }, { loaded: [{ family: '', parameterSize: '' }] }],
    ['details that are none', { details: 'gguf' }, { skipped: 1 }],
    ['a context that makes no sense', { context_length: 'long' }, { loaded: [{ contextLength: null }] }],
    ['no digest', { digest: undefined }, { loaded: [{ digest: '' }] }],
    ['fields nobody knows yet', { runner: 'mlx', future: {} }, { loaded: [{ name: 'qwen2.5-coder:14b' }] }],
    [
      'sizes of zero: it is still being loaded',
      { size: 0, size_vram: 0 },
      { loaded: [], loading: ['qwen2.5-coder:14b'] },
    ],
  ])('one odd entry costs only itself, and is counted: %s', (_, change, expected) => {
    const other = PS_BODY.models[1];
    const odd = toState('0.32.15', { loaded: [{ ...SPLIT, ...change }], installed: [] });
    expect(odd).toMatchObject(expected);
    expect('skipped' in odd).toBe('skipped' in expected);
    const both = toState('0.32.15', { loaded: [{ ...SPLIT, ...change }, other], installed: [] });
    expect(both.loaded.at(-1)?.name).toBe('mistral:latest');
  });

  it.each([null, 3, 'llama', [], [[]]])('an entry that is %j is skipped', (entry) => {
    expect(toState('1', { loaded: [entry], installed: [entry] })).toEqual({
      version: '1',
      loaded: [],
      installed: [],
      skipped: 2,
    });
  });

  it('whatever comes, nothing throws and every entry is told, skipped or still being loaded', () => {
    const field = fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom('', 'a', '2318-01-01T00:00:00Z', 0));
    const entry = fc.oneof(
      fc.jsonValue(),
      fc.tuple(fc.constantFrom(...Object.keys(SPLIT ?? {})), field).map(([key, value]) => ({ ...SPLIT, [key]: value })),
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
        const { loaded, installed, skipped = 0 } = toState('1', { loaded: entries, installed: entries });
        expect(loaded.length + installed.length + skipped).toBeLessThanOrEqual(2 * entries.length);
        for (const model of loaded) {
          expect(model.name).toMatch(/[:@]/);
          expect(model.vramBytes).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2000, seed: 5 },
    );
  });
});
