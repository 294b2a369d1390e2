import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { footprintOf } from './footprint.ts';
import type { LoadedModel, ModelCard } from './model.ts';
import { readServerSettings } from './server-settings.ts';
import { type FitInput, wouldFit } from './would-fit.ts';

const GIB = 1024 ** 3;
/** qwen2.5-coder:7b as its card says. */
const QWEN: ModelCard = {
  capabilities: ['completion'],
  blocks: 28,
  kvHeads: 4,
  keyLength: 128,
  valueLength: 128,
  embeddingLength: 3584,
  hasSlidingWindow: false,
  vocabulary: 152_064,
  contextLength: 32_768,
  parameters: {},
  system: '',
  parentModel: '',
};
const loaded = (name: string, gib: number, expiresAt: number | null = 1000, more: Partial<LoadedModel> = {}) => ({
  name,
  digest: '',
  family: '',
  parameterSize: '',
  quantization: '',
  sizeBytes: gib * GIB,
  vramBytes: gib * GIB,
  contextLength: 4096,
  expiresAt,
  ...more,
});
const ask = (more: Partial<FitInput> = {}): FitInput => ({
  name: 'qwen2.5-coder:7b',
  sizeBytes: 4_683_087_332,
  card: QWEN,
  isRemote: false,
  contextLength: 4096,
  vramBytes: 16 * GIB,
  settings: readServerSettings({ OLLAMA_NUM_PARALLEL: '2', OLLAMA_MAX_LOADED_MODELS: '3' }),
  loaded: [],
  loading: [],
  sharers: 0,
  ...more,
});

describe('what a model needs', () => {
  it('weights, cache by context and parallel requests, and working memory', () => {
    const { bytes, basis, doubts } = footprintOf({ ...ask(), sizeBytes: 4_683_087_332, contextLength: 16_384 });
    const cache = 28 * 4 * 256 * 2 * 16_384 * 2;
    expect(bytes).toBe(4_683_087_332 + cache + 2048 * (3584 + 152_064));
    expect(basis).toEqual([
      '4.4 GiB of weights: their size on the disk.',
      '1.8 GiB for the context of 16,384 tokens for each of 2 requests at a time, in 28 layers with 4 heads, as f16.',
      '304 MiB of working memory: for 512 tokens at once and its vocabulary.',
    ]);
    expect(doubts).toEqual([]);
  });

  it.each<[string, Partial<FitInput>, number, string]>([
    ['asked', { contextLength: 8192, card: { ...QWEN, parameters: { num_ctx: ['2048'] } } }, 8192, '8,192 tokens for'],
    [
      'of its Modelfile',
      { contextLength: null, card: { ...QWEN, parameters: { num_ctx: ['2048'] } } },
      2048,
      'num_ctx',
    ],
    [
      'of the server',
      { contextLength: null, settings: readServerSettings({ OLLAMA_CONTEXT_LENGTH: '8192' }) },
      8192,
      'OLLAMA_CONTEXT_LENGTH',
    ],
    ['by the card', { contextLength: null, vramBytes: 24 * GIB }, 32_768, 'assumed'],
    ['by a large card, cut', { contextLength: null, vramBytes: 80 * GIB }, 32_768, 'the longest it was made for'],
    ['by an unknown card', { contextLength: null, vramBytes: null }, 4096, 'assumed'],
  ])('the context: %s', (_, more, length, words) => {
    const input = ask(more);
    const footprint = footprintOf({ ...input, sizeBytes: 1 });
    expect(footprint.contextLength).toBe(length);
    expect(footprint.basis.join(' ')).toContain(words);
  });

  it('a cache in eight bits takes about half', () => {
    const of = (type: string) =>
      footprintOf({
        ...ask(),
        sizeBytes: 0,
        card: { ...QWEN, vocabulary: null },
        settings: readServerSettings({ OLLAMA_KV_CACHE_TYPE: type }),
      }).bytes;
    expect(of('q8_0') / of('f16')).toBeCloseTo(0.53, 2);
    expect(of('nonsense')).toBe(of('f16'));
  });

  it('what is not known is said and never taken for nothing', () => {
    const { doubts } = footprintOf({ ...ask(), sizeBytes: GIB, card: null });
    expect(doubts).toHaveLength(2);
    expect(doubts.join(' ')).toMatch(/needs more than this.*working memory/);
    const sliding = footprintOf({ ...ask(), sizeBytes: GIB, card: { ...QWEN, hasSlidingWindow: true } });
    expect(sliding.doubts.join(' ')).toContain('takes less than this');
  });
});

describe('whether it fits', () => {
  it.each<[string, Partial<FitInput>, object]>([
    ['an empty card', {}, { verdict: 'fits', evicted: [], doubts: [] }],
    ['beside another', { loaded: [loaded('a', 8)] }, { verdict: 'fits', evicted: [] }],
    [
      'not beside another, and the sooner one goes',
      { loaded: [loaded('late', 6, 2000), loaded('soon', 6, 1000)] },
      { verdict: 'evicts', evicted: ['soon'] },
    ],
    [
      'what is to stay goes last, and goes all the same',
      { loaded: [loaded('ever', 7, null), loaded('b', 8, 9)], sizeBytes: 13 * GIB },
      { verdict: 'evicts', evicted: ['b', 'ever'] },
    ],
    [
      'no card is large enough',
      { sizeBytes: 40 * GIB, loaded: [loaded('a', 3)] },
      { verdict: 'spills', evicted: ['a'] },
    ],
    [
      'too many models',
      { settings: readServerSettings({ OLLAMA_MAX_LOADED_MODELS: '1' }), loaded: [loaded('a', 1)] },
      { verdict: 'evicts', evicted: ['a'] },
    ],
    [
      'one on the CPU counts as one, and holds no memory of the card',
      {
        settings: readServerSettings({ OLLAMA_MAX_LOADED_MODELS: '1' }),
        loaded: [loaded('a', 1, 9, { vramBytes: 0 })],
      },
      { verdict: 'evicts', evicted: ['a'] },
    ],
    ['loaded already', { loaded: [loaded('Qwen2.5-Coder:7b', 6)] }, { verdict: 'loaded', needBytes: 6 * GIB }],
    [
      'loaded already, whatever the context',
      { contextLength: null, loaded: [loaded('qwen2.5-coder:7b', 6)] },
      { verdict: 'loaded' },
    ],
    [
      'loaded with another context: its own memory comes free',
      { contextLength: 8192, loaded: [loaded('qwen2.5-coder:7b', 14)] },
      { verdict: 'fits', reasons: expect.arrayContaining([expect.stringContaining('another context')]) },
    ],
    ['in a cloud', { isRemote: true }, { verdict: 'remote', needBytes: null }],
    ['a card nobody knows', { vramBytes: null }, { verdict: 'unknown', needBytes: expect.any(Number) }],
    ['no card', { vramBytes: 0 }, { verdict: 'spills', sentence: expect.stringContaining('no card') }],
    ['a size nobody knows', { sizeBytes: null }, { verdict: 'unknown', needBytes: null }],
    [
      'others on the card',
      { sharers: 2 },
      { verdict: 'fits', doubts: [expect.stringContaining('2 other pods on its node hold slices')] },
    ],
    [
      'one that is on its way',
      { loading: ['b:latest'] },
      { doubts: [expect.stringContaining('b:latest is being loaded')] },
    ],
    [
      'a limit nobody declares',
      { settings: readServerSettings({}), loaded: [loaded('a', 1), loaded('b', 1), loaded('c', 1)] },
      { verdict: 'fits', doubts: [expect.stringContaining('one more may have to go')] },
    ],
  ])('%s', (_, more, expected) => {
    expect(wouldFit(ask(more))).toMatchObject(expected);
  });

  it('counts what is told of on the card though it is more than all of the model', () => {
    const odd = loaded('odd:latest', 0, 1000, { vramBytes: 14 * GIB });
    expect(wouldFit(ask({ loaded: [odd] }))).toMatchObject({ verdict: 'evicts', evicted: ['odd:latest'] });
    expect(wouldFit(ask({ name: 'odd', loaded: [odd] }))).toMatchObject({ verdict: 'loaded', needBytes: 14 * GIB });
  });

  it('the sentence says what, how much and who', () => {
    const answer = wouldFit(ask({ loaded: [loaded('soon', 6, 1000), loaded('late', 6, 2000)] }));
    expect(answer.sentence).toBe(
      'It needs about 5.1 GiB with a context of 4,096 tokens. It fits once soon is unloaded, which leaves 9.6 GiB.',
    );
    expect(answer.reasons.at(-1)).toBe(
      'soon has to go: 3.6 GiB are free, and beside another model it must lie on the card entirely.',
    );
  });

  it('nobody is unloaded for nothing, and what is said to fit does', () => {
    const others = fc.array(fc.record({ gib: fc.integer({ min: 1, max: 12 }), expiresAt: fc.option(fc.nat(5)) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        others,
        fc.integer({ min: 1, max: 30 }),
        fc.option(fc.integer({ min: 1, max: 4 })),
        (given, gib, most) => {
          const models = given.map((model, index) => loaded(`m${index}`, model.gib, model.expiresAt));
          const settings = readServerSettings(most === null ? {} : { OLLAMA_MAX_LOADED_MODELS: String(most) });
          const answer = wouldFit(ask({ loaded: models, settings, sizeBytes: gib * GIB }));
          const left = models.filter(({ name }) => !answer.evicted.includes(name));
          const sum = (list: readonly LoadedModel[]) => list.reduce((total, { vramBytes }) => total + vramBytes, 0);
          const fits = (list: readonly LoadedModel[]) =>
            sum(list) + (answer.needBytes ?? 0) <= 16 * GIB - 457 * 1024 ** 2 && list.length < (most ?? 99);
          expect(fits(left)).toBe(answer.verdict !== 'spills');
          const last = models.find(({ name }) => name === answer.evicted.at(-1));
          expect(last === undefined || !fits([...left, last])).toBe(true);
        },
      ),
      { numRuns: 1000, seed: 4 },
    );
  });
});
