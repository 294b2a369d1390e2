import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { LanguageModel, ModelQuestion } from './language-model.ts';

/** What the far side does with the next questions. */
export type FarBehaviour =
  /** Answers this text. */
  | { answer: string }
  /** Ends in the middle of its answer without saying why. */
  | { trouble: 'crash' }
  /** Says that too many wait already. */
  | { trouble: 'busy' };

export type LanguageModelFixture = {
  server: LanguageModel;
  /** One that it has. */
  model: string;
  /** Where the suite decides what the far side does; null where it may not. */
  behave: ((behaviour: FarBehaviour) => void) | null;
  /** How many questions the far side works on now; null where it cannot be looked at. */
  atWork: (() => number) | null;
  /** Whether what is longer than the context is refused, and not cut in silence. */
  refusesTooLong: boolean;
  /** The same server at an address where nothing listens. */
  unreachable: LanguageModel;
  close(): Promise<void>;
};

const SHAPE = {
  type: 'object',
  required: ['name', 'replicas'],
  properties: { name: { type: 'string', minLength: 1 }, replicas: { type: 'integer', minimum: 1, maximum: 9 } },
} as const;

/** What every server of language models must do when it is asked to write. */
export function languageModelConformance(name: string, open: () => Promise<LanguageModelFixture>): void {
  describe(`language model: ${name}`, () => {
    let fixture: LanguageModelFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture.close());

    const question = (more: Partial<ModelQuestion> = {}): ModelQuestion => ({
      model: fixture.model,
      messages: [
        { role: 'system', content: 'You answer in as few words as you can.' },
        { role: 'user', content: 'Name a service called shop with two replicas.' },
      ],
      contextTokens: 4096,
      answerTokens: 200,
      seed: 7,
      ...more,
    });
    const failure = (more: Partial<ModelQuestion>, server = fixture.server) =>
      server.write(question(more)).then(
        () => null,
        (error: unknown) => error,
      );

    it('says what it is, and which models it has', async () => {
      expect(fixture.server.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(fixture.server.label).not.toBe('');
      const models = await fixture.server.models();
      expect(models.map((model) => model.name)).toContain(fixture.model);
    });

    it('hands over its answer as it is written, and all of it at the end', async () => {
      const pieces: string[] = [];
      const answer = await fixture.server.write(question(), { onText: (piece) => pieces.push(piece) });
      expect(answer).toMatchObject({ isCut: false });
      expect(answer.text.trim()).not.toBe('');
      expect(pieces.join('')).toBe(answer.text);
      expect(pieces.length).toBeGreaterThan(1);
      expect(answer.answerTokens).toBeGreaterThan(0);
    });

    it('answers in a shape', async () => {
      const { text } = await fixture.server.write(question({ schema: SHAPE as unknown as ModelQuestion['schema'] }));
      expect(JSON.parse(text)).toMatchObject({ name: expect.any(String), replicas: expect.any(Number) });
    });

    it('answers in a shape with bounds that grammars refuse', async () => {
      const note = { type: 'string', maxLength: 8000 };
      const schema = { type: 'object', required: ['note'], properties: { note } } as ModelQuestion['schema'];
      const { text } = await fixture.server.write(question({ ...(schema === undefined ? {} : { schema }) }));
      expect(JSON.parse(text)).toMatchObject({ note: expect.any(String) });
    });

    it('says the same again to the same question', async () => {
      const [first, second] = [await fixture.server.write(question()), await fixture.server.write(question())];
      expect(second.text).toBe(first.text);
    });

    it('keeps letters that are more than one byte whole', async ({ skip }) => {
      if (fixture.behave === null) {
        return skip('what this server answers is its own');
      }
      fixture.behave({ answer: 'Grüße — 你好, 🚀 and \u2028 a line that is none.' });
      expect((await fixture.server.write(question())).text).toBe('Grüße — 你好, 🚀 and \u2028 a line that is none.');
    });

    it('says when it had to stop', async () => {
      fixture.behave?.({ answer: 'one two three four five six seven eight nine ten '.repeat(20) });
      const answer = await fixture.server.write(question({ answerTokens: 5 }));
      expect(answer.isCut).toBe(true);
      expect(answer.text.length).toBeLessThan(100);
    });

    it('stops when nobody wants the answer any more', async () => {
      fixture.behave?.({ answer: 'word '.repeat(3000) });
      const enough = new AbortController();
      const reason = new Error('enough');
      const writing = fixture.server.write(question({ answerTokens: 3000 }), {
        signal: enough.signal,
        onText: () => enough.abort(reason),
      });
      await expect(writing).rejects.toBe(reason);
      await vi.waitFor(() => expect(fixture.atWork?.() ?? 0).toBe(0), { timeout: 20_000 });
      await expect(fixture.server.write(question(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });

    it('knows a model that is not there, and a server that is not', async () => {
      expect(await failure({ model: 'no-such-model:1b' })).toMatchObject({ kind: 'not-found' });
      const error = await failure({}, fixture.unreachable);
      expect(error).toBeInstanceOf(ExternalError);
      expect(error).toMatchObject({ kind: 'unavailable' });
    });

    it('refuses what is too long', async ({ skip }) => {
      if (!fixture.refusesTooLong) {
        return skip('this server cuts what is too long');
      }
      const messages = [{ role: 'user' as const, content: 'word '.repeat(3000) }];
      expect(await failure({ messages, contextTokens: 1024 })).toMatchObject({ kind: 'invalid' });
    });

    it('tells an answer that broke off, and one that was never begun', async ({ skip }) => {
      if (fixture.behave === null) {
        return skip('this server cannot be made to fail');
      }
      fixture.behave({ trouble: 'crash' });
      expect(await failure({})).toMatchObject({ kind: 'unavailable' });
      fixture.behave({ trouble: 'busy' });
      expect(await failure({})).toMatchObject({ kind: 'unavailable', status: 503 });
    });
  });
}
