import { formatBytes } from '../quantity/format-bytes.ts';
import type { ModelCard } from './model.ts';
import { CACHE_BYTES, type ServerSettings } from './server-settings.ts';

/** What a model would take of memory, worked out from what it says of itself. */
export type Footprint = {
  bytes: number;
  contextLength: number;
  /** What each part was worked out from, in words. */
  basis: string[];
  /** What is not in the figure, or not sure, in words. */
  doubts: string[];
};

export type FootprintInput = {
  /** On the disk. */
  sizeBytes: number;
  /** null where it could not be asked, or where there is only a size. */
  card: ModelCard | null;
  /** As asked for; null leaves it to the model and its server. */
  contextLength: number | null;
  settings: ServerSettings;
  /** Of the card; null where it is not known. */
  vramBytes: number | null;
};

const GIB = 1024 ** 3;
/** Tokens that go through the network at once (api/types.go, NumBatch), as 32-bit numbers. */
const BATCH_BYTES = 512 * 4;

/** Weights, cache and working memory of a model (docs/faq.mdx: "context length times parallel requests"). */
export function footprintOf(input: FootprintInput): Footprint {
  const { sizeBytes, card, settings } = input;
  const context = contextOf(input);
  const basis = [`${formatBytes(sizeBytes)} of weights: their size on the disk.`];
  const doubts: string[] = [];
  const cache = cacheOf(card, context.length, settings);
  if (cache === null) {
    doubts.push(
      'What its context takes is not in this figure: the shape of its network is not known, so it needs more than this.',
    );
  } else {
    basis.push(`${formatBytes(cache.bytes)} for the context of ${context.words}${cache.words}.`);
  }
  if (card?.hasSlidingWindow && cache !== null) {
    doubts.push('Some of its layers look back a short way only, so its context takes less than this.');
  }
  const work = card?.vocabulary && card.embeddingLength ? BATCH_BYTES * (card.embeddingLength + card.vocabulary) : null;
  if (work === null) {
    doubts.push('Its working memory, some hundred MiB, is not in this figure.');
  } else {
    basis.push(`${formatBytes(work)} of working memory: for 512 tokens at once and its vocabulary.`);
  }
  return { bytes: sizeBytes + (cache?.bytes ?? 0) + (work ?? 0), contextLength: context.length, basis, doubts };
}

function contextOf({ card, contextLength, settings, vramBytes }: FootprintInput): { length: number; words: string } {
  const own = Number(card?.parameters.num_ctx?.at(-1) ?? Number.NaN);
  const longest = card?.contextLength ?? Number.POSITIVE_INFINITY;
  const [asked, whence] =
    contextLength !== null
      ? [contextLength, '']
      : Number.isInteger(own) && own > 0
        ? [own, ' (num_ctx of its Modelfile)']
        : settings.contextLength !== null
          ? [settings.contextLength, ' (OLLAMA_CONTEXT_LENGTH)']
          : [contextForVram(vramBytes), ' (assumed: nobody says, and this is what recent releases take)'];
  const length = Math.min(asked, longest);
  const cut = asked > longest ? ', the longest it was made for' : '';
  return { length, words: `${length.toLocaleString('en')} tokens${cut}${whence}` };
}

/** server/routes.go, Serve: "slightly lower thresholds" than 48 and 24 GiB. */
function contextForVram(vramBytes: number | null): number {
  if (vramBytes !== null && vramBytes >= 47 * GIB) {
    return 262_144;
  }
  return vramBytes !== null && vramBytes >= 23 * GIB ? 32_768 : 4096;
}

/** Keys and values of every token, in every layer, for every request at a time. */
function cacheOf(card: ModelCard | null, contextLength: number, settings: ServerSettings) {
  const { blocks, kvHeads, keyLength, valueLength } = card ?? {};
  if (!blocks || !kvHeads || !keyLength || !valueLength) {
    return null;
  }
  // Embedding models take one request at a time (server/sched.go, load).
  const isCompleting = card?.capabilities.includes('completion') ?? false;
  const parallel = isCompleting ? (settings.numParallel ?? 1) : 1;
  const each = blocks * kvHeads * (keyLength + valueLength) * CACHE_BYTES[settings.cacheType];
  const requests =
    parallel > 1
      ? ` for each of ${parallel} requests at a time`
      : isCompleting && settings.numParallel === null
        ? ' for one request at a time (assumed: OLLAMA_NUM_PARALLEL is not declared)'
        : '';
  return {
    bytes: Math.ceil(each * contextLength * parallel),
    words: `${requests}, in ${blocks} layers with ${kvHeads} heads, as ${settings.cacheType}`,
  };
}
