import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ModelCard } from '#lib/domain/model/model.ts';
import { addParameter } from '#lib/domain/model/modelfile.ts';
import type { ModelServer } from '#lib/ports/model-server.ts';
import { ask, type OllamaConnection } from './client.ts';
import { ShowBody } from './schema.ts';

/** A card is some hundred bytes; nobody looks at more models than this at a time. */
const MOST_KEPT = 1000;
const MOST_LINES = 500;
const LONGEST_SYSTEM = 20_000;

/** Asks for cards. What a digest stands for never changes, so each is asked for once; what failed is asked for again. */
export function createCards(connection: OllamaConnection): ModelServer['describe'] {
  const cards = new Map<string, ModelCard>();
  return async ({ name, digest }, signal) => {
    const known = cards.get(digest);
    if (known !== undefined) {
      return known;
    }
    const body = await show(connection, name, signal);
    if (body === null) {
      return null;
    }
    const card = toCard(body);
    if (digest !== '') {
      cards.set(digest, card);
      if (cards.size > MOST_KEPT) {
        cards.delete(cards.keys().next().value ?? '');
      }
    }
    return card;
  };
}

async function show(connection: OllamaConnection, name: string, signal: AbortSignal | undefined) {
  try {
    const question = { path: '/api/show', operation: 'describe model', shape: ShowBody, signal };
    return await ask(connection, { ...question, body: { model: name } });
  } catch (error) {
    if (error instanceof ExternalError && error.kind === 'not-found') {
      return null;
    }
    throw error;
  }
}

/** Figures that are missing, or lists where a network has several kinds of layers, are not known. */
export function toCard({ parameters, system, details, model_info: info, capabilities }: ShowBody): ModelCard {
  const architecture = info?.['general.architecture'];
  const figure = (name: string) => {
    const value = info?.[`${typeof architecture === 'string' ? architecture : ''}.${name}`];
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
  };
  const [embeddingLength, heads] = [figure('embedding_length'), figure('attention.head_count')];
  // Where a model does not say how long its keys are, all heads together are as long as its vectors (llama.cpp).
  const headLength = embeddingLength !== null && heads !== null ? Math.floor(embeddingLength / heads) : null;
  return {
    capabilities: capabilities ?? [],
    blocks: figure('block_count'),
    kvHeads: figure('attention.head_count_kv'),
    keyLength: figure('attention.key_length') ?? headLength,
    valueLength: figure('attention.value_length') ?? figure('attention.key_length') ?? headLength,
    embeddingLength,
    hasSlidingWindow: figure('attention.sliding_window') !== null,
    vocabulary: figure('vocab_size'),
    contextLength: figure('context_length'),
    parameters: readParameters(parameters ?? ''),
    system: (system ?? '').slice(0, LONGEST_SYSTEM),
    parentModel: (details?.parent_model ?? '').slice(0, 350),
  };
}

/** Lines of a name and a value, as the server writes those of a Modelfile. */
function readParameters(text: string): Record<string, string[]> {
  const parameters: Record<string, string[]> = {};
  for (const line of text.split('\n', MOST_LINES)) {
    const [, name = '', setting = ''] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? [];
    addParameter(parameters, name, setting);
  }
  return parameters;
}
