import { type Schema, Validator } from '@cfworker/json-schema';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OllamaRig, openOllama } from './testing/ollama-rig.ts';

const MODEL = 'llama3.1:8b';
const QUESTION = {
  model: MODEL,
  messages: [{ role: 'user', content: 'Why is the sky blue, and why is the sky red?' }],
};
const SCHEMA: Schema = {
  type: 'object',
  required: ['name', 'port'],
  properties: { name: { type: 'string', pattern: '^[a-z-]+$' }, port: { type: 'integer', minimum: 1, maximum: 9999 } },
};
const ASK_FOR_VALUES = { ...QUESTION, messages: [{ role: 'user', content: 'A service named shop-api, port 8080.' }] };

type Line = { done: boolean; message: { content: string; thinking?: string } } & Record<string, unknown>;

describe('answers', () => {
  let rig: OllamaRig;
  beforeEach(async () => {
    rig = await openOllama();
  });
  afterEach(() => rig.close());

  const chat = async (body: object) =>
    (await rig.request('POST', '/api/chat', { ...body, stream: false })).body as Line;
  const textOf = (lines: Record<string, unknown>[]) => (lines as Line[]).map((line) => line.message.content).join('');

  it('come token by token, and the last line has why it ended and what it took', async () => {
    const lines = await rig.stream('/api/chat', QUESTION);
    expect(lines.length).toBeGreaterThan(20);
    const last = lines.pop();
    for (const line of lines) {
      expect(line).toEqual({
        model: MODEL,
        created_at: expect.stringMatching(/^2026-11-21T12:\d\d:\d\d(\.\d{1,9})?Z$/),
        message: { role: 'assistant', content: expect.any(String) },
        done: false,
      });
    }
    expect(last).toMatchObject({ done: true, done_reason: 'stop', message: { role: 'assistant', content: '' } });
    expect(last?.eval_count).toBe(lines.length);
    const { total_duration, load_duration, prompt_eval_duration, eval_duration } = last as Record<string, number>;
    expect(Number.isInteger(eval_duration)).toBe(true);
    expect(Number(load_duration), 'the model had to be loaded').toBeGreaterThan(2e9);
    expect(Number(total_duration)).toBeGreaterThanOrEqual(Number(load_duration) + Number(prompt_eval_duration));
    const tokensASecond = (lines.length / Number(eval_duration)) * 1e9;
    expect(tokensASecond).toBeGreaterThan(50);
    expect(tokensASecond).toBeLessThan(200);
  });

  it('are the same in one piece, and the same again for the same question', async () => {
    const streamed = textOf(await rig.stream('/api/chat', QUESTION));
    const whole = await chat(QUESTION);
    expect(whole.message).toEqual({ role: 'assistant', content: streamed });
    expect(whole).toMatchObject({ done: true, done_reason: 'stop' });
  });

  it('say that no language model wrote them', async () => {
    const { message } = await chat(QUESTION);
    expect(message.content).toContain("This is the sandbox's model, standing in for llama3.1:8b");
    expect(message.content).toContain('Why is the sky blue');
  });

  it('generate wraps them its own way', async () => {
    const lines = await rig.stream('/api/generate', { model: MODEL, prompt: 'Say something.' });
    expect(lines[0]).toEqual({
      model: MODEL,
      created_at: expect.any(String),
      response: expect.any(String),
      done: false,
    });
    const last = lines.at(-1);
    expect(last).toMatchObject({ done: true, done_reason: 'stop', response: '' });
    expect(last?.context).toEqual(expect.arrayContaining([expect.any(Number)]));
    const raw = await rig.request('POST', '/api/generate', { model: MODEL, prompt: 'a', raw: true, stream: false });
    expect(raw.body).not.toHaveProperty('context');
  });

  it('a prompt that was just read is not read again', async () => {
    const first = await chat(QUESTION);
    const second = await chat(QUESTION);
    expect(Number(first.prompt_eval_count)).toBeGreaterThan(10);
    expect(second.prompt_eval_count).toBe(1);
    expect(Number(second.load_duration)).toBeLessThan(Number(first.load_duration));
  });

  it.each([
    ['a schema', SCHEMA],
    ['"json"', 'json'],
  ])('satisfy the format: %s', async (_, format) => {
    const value = JSON.parse(textOf(await rig.stream('/api/chat', { ...ASK_FOR_VALUES, format })));
    if (typeof format === 'object') {
      expect(new Validator(format, '2020-12').validate(value).errors).toEqual([]);
      expect(value).toEqual({ name: 'shop-api', port: 8080 });
    } else {
      expect(value).toBeTypeOf('object');
    }
  });

  it('stop at num_predict tokens, and say so', async () => {
    const whole = await chat({ ...QUESTION, options: { num_predict: 5 } });
    expect(whole).toMatchObject({ done_reason: 'length', eval_count: 5 });
    expect((await chat(QUESTION)).message.content.startsWith(whole.message.content)).toBe(true);
  });

  it('stop before a stop sequence', async () => {
    const whole = await chat({ ...QUESTION, options: { stop: ['standing'] } });
    expect(whole).toMatchObject({ done_reason: 'stop' });
    expect(whole.message.content).toBe("This is the sandbox's model, ");
  });

  it('a prompt longer than the context is cut, or refused where the client says so', async () => {
    const long = { ...QUESTION, messages: [{ role: 'user', content: 'word '.repeat(300) }], options: { num_ctx: 100 } };
    expect((await chat(long)).prompt_eval_count).toBeLessThanOrEqual(104);
    const refused = await rig.request('POST', '/api/chat', { ...long, truncate: false });
    expect([refused.status, refused.body]).toEqual([400, { error: 'the input length exceeds the context length' }]);
  });

  it.each([
    ['unless it is turned off', undefined, true],
    ['when asked', 'high', true],
    ['and not when told not to', false, false],
  ])('a model that thinks does so beside the text, %s', async (_, think, isThinking) => {
    await rig.close();
    const digest = 'f'.repeat(64);
    const seed = { name: 'qwen3:8b', digest, family: 'qwen3', parameterSize: '8.2B', quantization: 'Q4_K_M' };
    rig = await openOllama({ models: [{ ...seed, sizeBytes: 5_200_000_000, modifiedAt: null }] });
    const { message } = await chat({ ...QUESTION, model: 'qwen3:8b', think });
    expect(message.thinking !== undefined).toBe(isThinking);
    expect(message.content).toContain("sandbox's model");
    const lines = (await rig.stream('/api/chat', { ...QUESTION, model: 'qwen3:8b', think })) as Line[];
    expect(lines.some((line) => (line.message.thinking ?? '') !== '')).toBe(isThinking);
  });

  it('what a Modelfile says holds for its model', async () => {
    const asked = vi.fn(() => 'fine');
    rig.ollama.setResponder(asked);
    await chat({ ...QUESTION, model: 'coding-assistant', options: { temperature: 0 } });
    expect(asked).toHaveBeenCalledWith(
      expect.objectContaining({
        endpoint: 'chat',
        model: 'coding-assistant',
        format: null,
        options: { num_ctx: 32_768, temperature: 0 },
        messages: [{ role: 'system', content: expect.stringContaining('developers') }, QUESTION.messages[0]],
      }),
    );
    expect(await rig.ps()).toMatchObject([{ name: 'coding-assistant:latest', context_length: 32_768 }]);
  });

  it('a test can write them, and give the pen back', async () => {
    rig.ollama.setResponder((request) => `${request.messages.length} message about ${request.model}`);
    expect((await chat(QUESTION)).message.content).toBe('1 message about llama3.1:8b');
    rig.ollama.setResponder(null);
    expect((await chat(QUESTION)).message.content).toContain("sandbox's model");
  });

  it('a responder that fails is an error of the server', async () => {
    rig.ollama.setResponder(() => {
      throw new Error('llama runner process has terminated');
    });
    const answer = await rig.request('POST', '/api/chat', QUESTION);
    expect([answer.status, answer.body]).toEqual([500, { error: 'llama runner process has terminated' }]);
  });

  describe('of a small model', () => {
    it('end in the middle', async () => {
      rig.ollama.setWeaknesses(['cut-short']);
      const { message, done_reason } = await chat({ ...ASK_FOR_VALUES, format: SCHEMA });
      expect(done_reason).toBe('length');
      expect(() => JSON.parse(message.content)).toThrow(SyntaxError);
    });

    it('run into white space until they may not go on', async () => {
      rig.ollama.setWeaknesses(['endless-whitespace']);
      const limited = await chat({ ...ASK_FOR_VALUES, format: SCHEMA, options: { num_predict: 40 } });
      expect(limited).toMatchObject({ done_reason: 'length', eval_count: 40 });
      expect(limited.message.content.trim()).toBe('{');
      const toTheEnd = await chat({ ...ASK_FOR_VALUES, format: SCHEMA, options: { num_ctx: 256 } });
      expect(Number(toTheEnd.eval_count)).toBeGreaterThan(200);
      expect(Number(toTheEnd.eval_count)).toBeLessThanOrEqual(256);
    });

    it('are valid and empty', async () => {
      rig.ollama.setWeaknesses(['hollow']);
      const { message } = await chat({
        ...ASK_FOR_VALUES,
        format: { type: 'object', required: ['why'], properties: { why: { type: 'string' } } },
      });
      expect(JSON.parse(message.content)).toEqual({ why: '' });
    });

    it('wrap what was asked for in pleasantries and a fence, but not where a format holds them', async () => {
      rig.ollama.setWeaknesses(['chatter']);
      rig.ollama.setResponder(() => '{"a":1}');
      expect((await chat(QUESTION)).message.content).toMatch(/^Sure!.*```\n\{"a":1\}\n```/s);
      expect((await chat({ ...QUESTION, format: 'json' })).message.content).toBe('{"a":1}');
    });

    it('break off with an error: a line in a stream, a status otherwise', async () => {
      rig.ollama.setWeaknesses(['runner-crash']);
      const error = { error: 'an error was encountered while running the model' };
      const streamed = await rig.request('POST', '/api/chat', QUESTION);
      const lines = streamed.text.trimEnd().split('\n');
      expect(streamed.status).toBe(200);
      expect(lines.length).toBeGreaterThan(5);
      expect(JSON.parse(lines.at(-1) ?? '')).toEqual(error);
      const whole = await rig.request('POST', '/api/chat', { ...QUESTION, stream: false });
      expect([whole.status, whole.body]).toEqual([500, error]);
      rig.ollama.setWeaknesses([]);
      expect((await chat(QUESTION)).done_reason).toBe('stop');
    });
  });

  describe('when something goes wrong on the way', () => {
    it('a stream that is cut ends in the middle of a line', async () => {
      rig.faults.set({ id: 'cut', server: 'ollama', kind: 'truncate', path: '/api/chat', remaining: 1 });
      const response = await fetch(`${rig.ollama.url}/api/chat`, { method: 'POST', body: JSON.stringify(QUESTION) });
      let received = '';
      await expect(
        (async () => {
          for await (const chunk of response.body ?? []) {
            received += Buffer.from(chunk).toString('utf8');
          }
        })(),
      ).rejects.toThrow();
      expect(received.endsWith('\n')).toBe(false);
      expect(received.split('\n').length).toBeGreaterThan(5);
    });

    it('a fault that comes too late for a stream changes nothing', async () => {
      rig.faults.set({ id: 'late', server: 'ollama', kind: 'status', status: 500, afterEffect: true });
      expect(await rig.stream('/api/chat', QUESTION)).toContainEqual(expect.objectContaining({ done_reason: 'stop' }));
    });

    it('a client that goes away stops the work', async () => {
      await rig.ollama.load(MODEL);
      rig.clock.setRate(1);
      rig.ollama.setResponder(() => 'word '.repeat(100_000));
      const gone = new AbortController();
      const asking = rig.request('POST', '/api/chat', QUESTION, gone.signal);
      await vi.waitFor(() => expect(rig.ollama.inspect.loaded()).toMatchObject([{ users: 1 }]));
      gone.abort();
      await expect(asking).rejects.toThrow();
      await vi.waitFor(() => expect(rig.ollama.inspect.loaded()).toMatchObject([{ users: 0 }]));
    });
  });
});

describe('embeddings', () => {
  let rig: OllamaRig;
  beforeEach(async () => {
    rig = await openOllama();
  });
  afterEach(() => rig.close());

  const embed = async (body: object) =>
    (await rig.request('POST', '/api/embed', { model: 'nomic-embed-text', ...body })).body;
  const product = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

  it('are unit vectors of the length of the model, alike for texts that are', async () => {
    const body = await embed({ input: ['deploy the web service', 'deploy this web service', 'a poem on rain'] });
    const [first, second, third] = body.embeddings as [number[], number[], number[]];
    expect(first).toHaveLength(768);
    expect(product(first, first)).toBeCloseTo(1, 5);
    expect(product(first, second)).toBeGreaterThan(product(first, third) + 0.3);
    expect(body).toMatchObject({ model: 'nomic-embed-text', prompt_eval_count: expect.any(Number) });
    expect(body.total_duration).toBeGreaterThan(0);
  });

  it.each([
    ['one text', { input: 'a' }, 1, 768],
    ['fewer dimensions', { input: 'a', dimensions: 64 }, 1, 64],
    ['no text loads the model', { input: '' }, 0, 0],
    ['no input either', {}, 0, 0],
  ])('%s', async (_, body, count, length) => {
    const embeddings = (await embed(body)).embeddings as number[][];
    expect(embeddings).toHaveLength(count);
    expect(embeddings[0]?.length ?? 0).toBe(length);
    expect(rig.ollama.inspect.loaded().map((model) => model.name)).toEqual(['nomic-embed-text:latest']);
  });

  it('a text longer than the context is cut, or refused where the client says so', async () => {
    const input = 'word '.repeat(3000);
    expect((await embed({ input })).prompt_eval_count).toBe(2048);
    expect(await embed({ input, truncate: false })).toEqual({ error: 'the input length exceeds the context length' });
  });
});
