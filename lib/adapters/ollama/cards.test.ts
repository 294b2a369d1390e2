import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { type OllamaRig, openOllama } from '#sandbox/ollama/testing/ollama-rig.ts';
import { toCard } from './cards.ts';
import { createOllama } from './provider.ts';

const identity = { id: 'lab', label: 'Lab', timeoutMs: 2000 };

describe('what a model says of itself', () => {
  let rig: OllamaRig;
  beforeEach(async () => {
    rig = await openOllama();
  });
  afterEach(() => rig.close());

  it('is asked once for each digest, whatever its name', async () => {
    const server = createOllama({ ...identity, url: rig.ollama.url });
    const [model] = (await server.read()).installed;
    const { name = '', digest = '' } = model ?? {};
    const card = await server.describe({ name, digest });
    expect(card).toMatchObject({
      blocks: expect.any(Number),
      kvHeads: expect.any(Number),
      vocabulary: expect.any(Number),
    });
    expect(await server.describe({ name: 'another-name', digest })).toBe(card);
    expect(rig.ollama.inspect.requests('POST /api/show')).toBe(1);
    expect(rig.ollama.inspect.loaded(), 'and nothing is loaded for it').toEqual([]);
  });

  it('a model that is not there is null, and is asked for again', async () => {
    const server = createOllama({ ...identity, url: rig.ollama.url });
    expect(await server.describe({ name: 'nobody', digest: 'd' })).toBeNull();
    expect(await server.describe({ name: 'nobody', digest: 'd' })).toBeNull();
    expect(rig.ollama.inspect.requests('POST /api/show')).toBe(2);
  });

  it('a failure is an error, and no card is kept of it', async () => {
    const server = createOllama({ ...identity, url: rig.ollama.url });
    const [model] = (await server.read()).installed;
    const { name = '', digest = '' } = model ?? {};
    rig.faults.set({ id: 'html', server: 'ollama', kind: 'html', status: 200, path: '/api/show' });
    await expect(server.describe({ name, digest })).rejects.toBeInstanceOf(ExternalError);
    rig.faults.clear();
    expect(await server.describe({ name, digest })).not.toBeNull();
  });
});

describe('a card from what came', () => {
  const info = {
    'general.architecture': 'gemma3',
    'gemma3.block_count': 34,
    'gemma3.embedding_length': 2560,
    'gemma3.attention.head_count': 8,
    'gemma3.attention.head_count_kv': 4,
    'gemma3.attention.key_length': 256,
    'gemma3.attention.sliding_window': 1024,
  };

  it('lengths of keys and values, and layers that look back a short way', () => {
    expect(toCard({ model_info: info })).toMatchObject({ keyLength: 256, valueLength: 256, hasSlidingWindow: true });
  });

  it('without their length, the heads share the vector', () => {
    const { 'gemma3.attention.key_length': _, ...rest } = info;
    expect(toCard({ model_info: rest })).toMatchObject({ keyLength: 320, valueLength: 320 });
  });

  it.each<[string, unknown]>([
    ['a list for each layer', [4, 4, 8]],
    ['null, as lists are without verbose', null],
    ['nothing', 0],
    ['a fraction', 1.5],
    ['a text', '4'],
  ])('heads that are %s are not known', (_, value) => {
    expect(toCard({ model_info: { ...info, 'gemma3.attention.head_count_kv': value } }).kvHeads).toBeNull();
  });

  it('parameters, one a line, in quotes or not', () => {
    const parameters =
      'num_ctx                        16384\nstop                           "<|im_end|>"\nstop "</s>"\n';
    expect(toCard({ parameters }).parameters).toEqual({ num_ctx: ['16384'], stop: ['<|im_end|>', '</s>'] });
  });

  it('nothing at all', () => {
    expect(toCard({})).toMatchObject({ capabilities: [], blocks: null, parameters: {}, system: '', parentModel: '' });
  });
});
