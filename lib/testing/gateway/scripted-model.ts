import type { LanguageModel, ModelAnswer, ModelQuestion } from '#lib/ports/language-model.ts';

type Reply = string | Error | { text: string; isCut: true } | Promise<string>;

export type ScriptedModel = LanguageModel & {
  /** What it was asked, in order. */
  asked: ModelQuestion[];
  /** What it says from now on; the last is said again and again. */
  says(...replies: Reply[]): void;
  /** How many questions it works on now. */
  readonly atWork: number;
};

/** A server with one model that says what a test wants. */
export function createScriptedModel(id = 'ollama'): ScriptedModel {
  let replies: Reply[] = [];
  let atWork = 0;
  const asked: ModelQuestion[] = [];
  const answerOf = async (reply: Reply): Promise<ModelAnswer> => {
    if (reply instanceof Error) {
      throw reply;
    }
    const said = await reply;
    const { text, isCut } = typeof said === 'string' ? { text: said, isCut: false } : said;
    return { text, isCut, questionTokens: 100, answerTokens: text.length, loadMs: null };
  };
  return {
    id,
    label: id,
    asked,
    get atWork() {
      return atWork;
    },
    says(...next) {
      replies = next;
    },
    models: async () => [{ name: 'qwen2.5-coder:7b', digest: 'f'.repeat(64) }],
    async write(question, { signal, onText } = {}) {
      signal?.throwIfAborted();
      asked.push(question);
      atWork += 1;
      const ended = Promise.withResolvers<never>();
      const onAbort = () => ended.reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? '';
        const answer = await Promise.race([answerOf(reply), ended.promise]);
        onText?.(answer.text);
        return answer;
      } finally {
        signal?.removeEventListener('abort', onAbort);
        atWork -= 1;
      }
    },
  };
}
