import { answerSchema } from './schema/answer.ts';
import { isNode, type SchemaNode } from './schema/walk-context.ts';

export type ChatMessage = { role: string; content: string };

/** What a model is asked, after the server has checked it. */
export type ResponderRequest = {
  endpoint: 'chat' | 'generate';
  /** As the client wrote it. */
  model: string;
  /** With the system message of the model or the request; of a generate request the prompt is one user message. */
  messages: readonly ChatMessage[];
  /** `json`, a JSON Schema, or null for free text. */
  format: 'json' | SchemaNode | null;
  options: Readonly<Record<string, unknown>>;
};

/** Writes the answer. What it throws becomes the server's error 500, or an error line where the answer has begun. */
export type Responder = (request: ResponderRequest) => string | Promise<string>;

/** What small models do wrong, to be switched on. All but `hollow` also happen to what a test's responder writes. */
export type Weakness =
  /** Stops in the middle, as at the end of the context: `done_reason` is `length`. */
  | 'cut-short'
  /** With a format: opens the value and then writes white space until it may not go on. */
  | 'endless-whitespace'
  /** With a format: valid, and empty wherever the schema lets it be. */
  | 'hollow'
  /** Without a format: says pleasantries before and after and puts the answer into a fence. */
  | 'chatter'
  /** The runner dies half way: an error line in a stream whose status is 200, or status 500. */
  | 'runner-crash';

const JSON_OBJECT: SchemaNode = {
  type: 'object',
  required: ['answer'],
  properties: { answer: { type: 'string' }, details: { type: 'array', items: { type: 'string' } } },
};

/** Answers without a model: a schema is filled in, free text says that it is the sandbox and what it was asked. */
export function createDefaultResponder(isHollow: () => boolean): Responder {
  return (request) => {
    const text = request.messages.findLast((message) => message.role === 'user')?.content ?? '';
    if (request.format === null) {
      return proseFor(request.model, text);
    }
    const schema = isNode(request.format) ? request.format : JSON_OBJECT;
    const system = request.messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n');
    const seed = JSON.stringify([request.model, request.messages, request.options.seed ?? null]);
    return JSON.stringify(answerSchema(schema, { seed, text, system, isHollow: isHollow() }));
  };
}

function proseFor(model: string, text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const words = text.split(/\s+/).filter((word) => word !== '');
  const opening = words.slice(0, 24).join(' ');
  const parts = [
    `This is the sandbox's model, standing in for ${model}. No language model has read your message.`,
    `It has ${count(lines.length, 'line')} and ${count(words.length, 'word')}.`,
    opening === '' ? '' : `It begins: "${opening}${words.length > 24 ? ' …' : ''}"`,
    repeatedWords(words),
    'Connect a real Ollama to get an answer to it.',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}

/** The long words that come more than once: what the message is about, as far as counting can tell. */
function repeatedWords(words: readonly string[]): string {
  const plain = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}-]/gu, ''));
  const counted = Map.groupBy(
    plain.filter((word) => word.length > 4),
    (word) => word,
  );
  const repeated = [...counted.entries()]
    .filter(([, uses]) => uses.length > 1)
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .map(([word]) => word);
  return repeated.length === 0 ? '' : `Words that come back in it: ${repeated.join(', ')}.`;
}

/** What comes out of a model that has these weaknesses, with why it ends. */
export function weaken(
  text: string,
  format: ResponderRequest['format'],
  weaknesses: ReadonlySet<Weakness>,
): { text: string; isCut: boolean; isEndless: boolean } {
  if (format !== null && weaknesses.has('endless-whitespace')) {
    return { text: text.slice(0, 1), isCut: true, isEndless: true };
  }
  const spoken =
    format === null && weaknesses.has('chatter')
      ? `Sure! Here is what you asked for:\n\n\`\`\`\n${text}\n\`\`\`\n\nLet me know if you need anything else.`
      : text;
  const isCut = weaknesses.has('cut-short') && spoken.length > 1;
  return { text: isCut ? spoken.slice(0, Math.ceil(spoken.length * 0.6)) : spoken, isCut, isEndless: false };
}
