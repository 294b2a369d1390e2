import { afterEach, describe, expect, it, vi } from 'vitest';
import { footprintOf, totalBytes, usableVram } from './memory.ts';
import type { OllamaOptions, RunningOllama } from './server.ts';
import { GIB, type OllamaRig, openOllama } from './testing/ollama-rig.ts';

const LLAMA = 'llama3.1:8b';
const CODER = 'qwen2.5-coder:7b';
const EMBED = 'nomic-embed-text:latest';

let rig: OllamaRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

async function open(overrides: Partial<OllamaOptions> & { rate?: number } = {}): Promise<OllamaRig> {
  rig = await openOllama(overrides);
  return rig;
}

const loadedNames = (ollama: RunningOllama) => ollama.inspect.loaded().map((model) => model.name);
const ask = (model: string, extra: object = {}) => ({
  model,
  messages: [{ role: 'user', content: 'hi' }],
  stream: false,
  ...extra,
});

/** A responder that answers when told to, so that a model stays busy as long as a test needs. */
function holdAnswers(ollama: RunningOllama): () => void {
  const { promise, resolve } = Promise.withResolvers<string>();
  ollama.setResponder(() => promise);
  return () => resolve('done');
}

describe('memory', () => {
  it('/api/ps tells what a loaded model takes: weights, cache and graph, all of it on the card', async () => {
    const { ollama, ps } = await open({ environment: { OLLAMA_CONTEXT_LENGTH: '8192', OLLAMA_NUM_PARALLEL: '2' } });
    await ollama.load(LLAMA);
    const [model] = await ps();
    const architecture = { blocks: 32, kvHeads: 8, headLength: 128, embeddingLength: 4096, vocabulary: 128_256 };
    const shape = { ...architecture, parameters: 8, heads: 32, contextLength: 131_072 };
    const footprint = footprintOf(
      { sizeBytes: 4_920_753_328, architecture: shape },
      { contextLength: 8192, parallel: 2 },
    );
    expect(model).toMatchObject({
      name: LLAMA,
      model: LLAMA,
      size: totalBytes(footprint),
      size_vram: totalBytes(footprint),
      context_length: 8192,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      details: { parameter_size: '8.0B', quantization_level: 'Q4_K_M' },
    });
  });

  it('a longer context takes more of it, and more than the model was trained for is not given', async () => {
    const { request, ps } = await open({ vramBytes: 48 * GIB });
    const sizes: number[] = [];
    for (const num_ctx of [2048, 16_384, 1_000_000]) {
      await request('POST', '/api/chat', ask(CODER, { options: { num_ctx } }));
      const [model] = await ps();
      sizes.push(Number(model?.size));
    }
    expect(sizes[1]).toBeGreaterThan(Number(sizes[0]));
    expect((await ps())[0]).toMatchObject({ context_length: 32_768 });
  });

  it('two models stay side by side while both fit', async () => {
    const { ollama, ps } = await open();
    await ollama.load(LLAMA);
    await ollama.load(CODER);
    const models = await ps();
    expect(models.map((model) => model.name).sort()).toEqual([LLAMA, CODER]);
    const taken = models.reduce((sum, model) => sum + Number(model.size_vram), 0);
    expect(taken).toBeLessThanOrEqual(usableVram(16 * GIB));
  });

  it('a model that does not fit beside an idle one takes its place', async () => {
    const { ollama } = await open({ vramBytes: 9 * GIB });
    await ollama.load(LLAMA);
    await ollama.load(CODER);
    expect(loadedNames(ollama)).toEqual([CODER]);
  });

  it('of several idle ones the one that would go soonest makes room', async () => {
    const { request, ollama } = await open({ vramBytes: 10 * GIB });
    await request('POST', '/api/generate', { model: LLAMA, keep_alive: '30m' });
    await request('POST', '/api/embed', { model: EMBED, keep_alive: '1h', input: [] });
    await ollama.load(CODER);
    expect(loadedNames(ollama).sort()).toEqual([EMBED, CODER]);
  });

  it('alone, a model that is too large is split between card and RAM', async () => {
    const { ollama } = await open({ vramBytes: 4 * GIB });
    await ollama.load(LLAMA);
    const [model] = ollama.inspect.loaded();
    expect(model?.vramBytes).toBeGreaterThan(2 * GIB);
    expect(model?.vramBytes).toBeLessThanOrEqual(usableVram(4 * GIB));
    expect(model?.sizeBytes).toBeGreaterThan(5 * GIB);
  });

  it.each([
    ['there is no card', { vramBytes: 0 }, {}],
    ['the client wants no layer on it', {}, { options: { num_gpu: 0 } }],
  ])('all of it is in RAM when %s', async (_, options, extra) => {
    const { request, ps } = await open(options);
    await request('POST', '/api/chat', ask(LLAMA, extra));
    expect(await ps()).toMatchObject([{ size_vram: 0, size: expect.any(Number) }]);
  });

  it('a model that fits nowhere is an error that says how much is missing', async () => {
    const { request, ps } = await open({ vramBytes: 0, ramBytes: 4 * GIB });
    const answer = await request('POST', '/api/chat', ask(LLAMA));
    expect(answer.status).toBe(500);
    expect(answer.body.error).toBe('model requires more system memory (5.3 GiB) than is available (4.0 GiB)');
    expect(await ps()).toEqual([]);
  });

  it('no more models than OLLAMA_MAX_LOADED_MODELS', async () => {
    const { ollama } = await open({ vramBytes: 48 * GIB, environment: { OLLAMA_MAX_LOADED_MODELS: '2' } });
    for (const name of [LLAMA, CODER, EMBED]) {
      await ollama.load(name);
    }
    expect(loadedNames(ollama)).toHaveLength(2);
    expect(loadedNames(ollama)).toContain(EMBED);
  });

  it('another num_ctx loads the model again', async () => {
    const { request, ps } = await open();
    await request('POST', '/api/chat', ask(LLAMA));
    const again = await request('POST', '/api/chat', ask(LLAMA, { options: { num_ctx: 8192 } }));
    expect(Number(again.body.load_duration)).toBeGreaterThan(2e9);
    expect(await ps()).toMatchObject([{ context_length: 8192 }]);
  });
});

describe('keep-alive', () => {
  it.each<[string, string | number, number]>([
    ['a duration', '10m', 600_000],
    ['seconds', 90, 90_000],
    ['the default', '', 300_000],
  ])('%s', async (_, keepAlive, ms) => {
    const { request, clock, ps } = await open();
    await request('POST', '/api/generate', { model: LLAMA, ...(keepAlive === '' ? {} : { keep_alive: keepAlive }) });
    const [model] = await ps();
    const left = Date.parse(String(model?.expires_at)) - clock.now();
    expect(left).toBeLessThanOrEqual(ms);
    expect(left).toBeGreaterThan(ms - 60_000);
  });

  it.each([-1, '-5m'])('%s is for ever, which the server writes as a date in three centuries', async (keep_alive) => {
    const { request, ps } = await open();
    await request('POST', '/api/generate', { model: LLAMA, keep_alive });
    expect(await ps()).toMatchObject([{ expires_at: expect.stringMatching(/^23(18|19)-/) }]);
  });

  it('an idle model goes when its time is over, and a request in between prolongs it', async () => {
    const { request, ollama, clock } = await open({ rate: 200 });
    await request('POST', '/api/chat', ask(LLAMA, { keep_alive: '40s' }));
    const first = ollama.inspect.loaded()[0]?.expiresAt ?? 0;
    await request('POST', '/api/chat', ask(LLAMA));
    expect(ollama.inspect.loaded()[0]?.expiresAt).toBeGreaterThan(first);
    await vi.waitFor(() => expect(ollama.inspect.loaded()).toEqual([]));
    expect(clock.now()).toBeGreaterThan(first);
  });

  it('0 unloads after the answer', async () => {
    const { request, ollama } = await open();
    await request('POST', '/api/chat', ask(LLAMA, { keep_alive: 0 }));
    await vi.waitFor(() => expect(ollama.inspect.loaded()).toEqual([]));
  });

  it('several are listed with the longest to stay first', async () => {
    const { request, ps } = await open();
    await request('POST', '/api/generate', { model: LLAMA, keep_alive: '5m' });
    await request('POST', '/api/generate', { model: CODER, keep_alive: '1h' });
    expect((await ps()).map((model) => model.name)).toEqual([CODER, LLAMA]);
  });

  it.each([
    ['/api/generate', { response: '' }],
    ['/api/chat', { message: { role: 'assistant', content: '' } }],
  ])('%s with nothing to say loads, and unloads with keep_alive 0, in one piece each', async (path, content) => {
    const { request, ollama } = await open();
    const load = await request('POST', path, { model: LLAMA });
    expect(load.body).toEqual({
      model: LLAMA,
      created_at: expect.any(String),
      ...content,
      done: true,
      done_reason: 'load',
    });
    expect(ollama.inspect.loaded()).toHaveLength(1);
    const unload = await request('POST', path, { model: LLAMA, keep_alive: 0 });
    expect(unload.body).toMatchObject({ done: true, done_reason: 'unload' });
    await vi.waitFor(() => expect(ollama.inspect.loaded()).toEqual([]));
  });

  it('a model that is busy is unloaded only when its answer is out', async () => {
    const { request, ollama } = await open();
    await ollama.load(LLAMA);
    const release = holdAnswers(ollama);
    const answer = request('POST', '/api/chat', ask(LLAMA));
    await vi.waitFor(() => expect(ollama.inspect.loaded()).toMatchObject([{ users: 1 }]));
    expect((await request('POST', '/api/chat', { model: LLAMA, keep_alive: 0 })).body.done_reason).toBe('unload');
    expect(ollama.inspect.loaded()).toHaveLength(1);
    release();
    expect((await answer).status).toBe(200);
    await vi.waitFor(() => expect(ollama.inspect.loaded()).toEqual([]));
  });
});

describe('the queue', () => {
  it('one model answers OLLAMA_NUM_PARALLEL requests at a time, the others wait in line', async () => {
    const { request, ollama } = await open({ environment: { OLLAMA_NUM_PARALLEL: '2' } });
    await ollama.load(LLAMA);
    const release = holdAnswers(ollama);
    const answers = Array.from({ length: 5 }, () => request('POST', '/api/chat', ask(LLAMA)));
    await vi.waitFor(() => expect(ollama.inspect.loaded()).toMatchObject([{ users: 5, inLine: 3 }]));
    expect(ollama.inspect.waiting(), 'a loaded model needs no place in the queue').toBe(0);
    release();
    expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('more requests than may wait for a load are turned away, with the words of the real server', async () => {
    const { request, ollama, clock } = await open({ rate: 0.01, environment: { OLLAMA_MAX_QUEUE: '2' } });
    const accepted = [request('POST', '/api/chat', ask(LLAMA))];
    await vi.waitFor(() => expect(ollama.inspect.requests('POST /api/chat')).toBe(1));
    accepted.push(request('POST', '/api/chat', ask(LLAMA)), request('POST', '/api/chat', ask(CODER)));
    await vi.waitFor(() => expect(ollama.inspect.waiting()).toBe(2));
    const refused = await request('POST', '/api/chat', ask(CODER));
    expect(refused.status).toBe(503);
    expect(refused.body).toEqual({ error: 'server busy, please try again.  maximum pending requests exceeded' });
    clock.setRate(500);
    expect((await Promise.all(accepted)).map((answer) => answer.status)).toEqual([200, 200, 200]);
  });

  it('a model that needs the room of a busy one waits until that is done', async () => {
    const { request, ollama } = await open({ vramBytes: 9 * GIB });
    await ollama.load(LLAMA);
    const release = holdAnswers(ollama);
    const first = request('POST', '/api/chat', ask(LLAMA));
    await vi.waitFor(() => expect(ollama.inspect.loaded()).toMatchObject([{ name: LLAMA, users: 1 }]));
    const second = request('POST', '/api/chat', ask(CODER));
    await vi.waitFor(() => expect(ollama.inspect.requests('POST /api/chat')).toBe(2));
    expect(loadedNames(ollama)).toEqual([LLAMA]);
    release();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect(loadedNames(ollama)).toEqual([CODER]);
  });

  it('a client that goes away while its model is loaded frees the way for the next', async () => {
    const { request, ollama, clock } = await open({ rate: 0.01 });
    const gone = new AbortController();
    const first = request('POST', '/api/chat', ask(LLAMA), gone.signal);
    await vi.waitFor(() => expect(ollama.inspect.requests('POST /api/chat')).toBe(1));
    const second = request('POST', '/api/chat', ask(CODER));
    await vi.waitFor(() => expect(ollama.inspect.waiting()).toBe(1));
    gone.abort();
    await expect(first).rejects.toThrow();
    await vi.waitFor(() => expect(ollama.inspect.waiting()).toBe(0));
    clock.setRate(500);
    expect((await second).status).toBe(200);
    expect(loadedNames(ollama)).toEqual([CODER]);
  });
});
