import { formatBytes } from '../quantity/format-bytes.ts';
import { type Footprint, type FootprintInput, footprintOf } from './footprint.ts';
import type { LoadedModel } from './model.ts';
import { modelKey } from './model-name.ts';
import { processorOf } from './processor.ts';

/**
 * `loaded`: it is there already; `fits`: beside all others; `evicts`: once others are unloaded; `spills`: not on the card,
 * even alone; `remote`: in a cloud, so it takes no memory here; `unknown`: it cannot be said.
 */
export type FitVerdict = 'loaded' | 'fits' | 'evicts' | 'spills' | 'remote' | 'unknown';

export type FitAnswer = {
  verdict: FitVerdict;
  sentence: string;
  /** How it was worked out, step by step. */
  reasons: string[];
  /** What is assumed or not known, and could make the answer another. */
  doubts: string[];
  /** Names of what would be unloaded, in this order. */
  evicted: string[];
  needBytes: number | null;
};

export type FitInput = Omit<FootprintInput, 'sizeBytes'> & {
  /** '' for one that has only a size. */
  name: string;
  /** null where it is not known. */
  sizeBytes: number | null;
  isRemote: boolean;
  loaded: readonly LoadedModel[];
  /** Models that are on their way into memory. */
  loading: readonly string[];
  /** Pods that hold slices of the same card, without the server's own. */
  sharers: number;
};

/** What CUDA itself takes of a card (ml/device.go, MinimumMemory). */
export const DRIVER_BYTES = 457 * 1024 ** 2;
/** For each GPU, where nobody says (server/sched.go, defaultModelsPerGPU). */
const MODELS_PER_GPU = 3;

/**
 * Whether a model would find room now, by Ollama's own rules (docs/faq.mdx, server/sched.go): beside another model it
 * must lie on the card entirely; otherwise models are unloaded, one after the other, until it does or it is alone.
 */
export function wouldFit(input: FitInput): FitAnswer {
  const { name, isRemote, sizeBytes, loaded } = input;
  if (isRemote) {
    return simple(
      'remote',
      `${name} runs in a cloud: it takes no memory here, and what it is asked leaves this machine.`,
    );
  }
  const own = name === '' ? undefined : loaded.find((model) => modelKey(model.name) === modelKey(name));
  if (own !== undefined && (input.contextLength === null || input.contextLength === own.contextLength)) {
    // Some releases tell of more on the card than of all.
    const needBytes = Math.max(own.sizeBytes, own.vramBytes);
    const place = `${formatBytes(needBytes)}, ${processorOf(own)}`;
    return {
      ...simple('loaded', `${own.name} is loaded already: ${place}. This is measured.`),
      needBytes,
    };
  }
  if (sizeBytes === null) {
    return simple('unknown', `How large ${name || 'it'} is, is not known: it is not installed there. Give its size.`);
  }
  const footprint = footprintOf({ ...input, sizeBytes });
  return judge({ ...input, loaded: loaded.filter((model) => model !== own) }, footprint, own);
}

function simple(verdict: FitVerdict, sentence: string): FitAnswer {
  return { verdict, sentence, reasons: [], doubts: [], evicted: [], needBytes: null };
}

function judge(input: FitInput, footprint: Footprint, own: LoadedModel | undefined): FitAnswer {
  const need = `It needs about ${formatBytes(footprint.bytes)} with a context of ${footprint.contextLength.toLocaleString('en')} tokens`;
  const common = { needBytes: footprint.bytes, doubts: footprint.doubts };
  const reload =
    own === undefined
      ? []
      : [`${own.name} is loaded with another context: that load ends first, whatever else happens.`];
  const reasons = [...footprint.basis, ...reload];
  if (input.vramBytes === null) {
    const sentence = `${need}. How much memory the card has is not known here, so whether it fits cannot be said.`;
    return { ...common, verdict: 'unknown', sentence, reasons, evicted: [] };
  }
  if (input.vramBytes === 0) {
    const sentence = `${need}, all of it in RAM: this server has no card. How much RAM is free is not known here.`;
    return { ...common, verdict: 'spills', sentence, reasons, evicted: [] };
  }
  const usable = Math.max(0, input.vramBytes - DRIVER_BYTES - input.settings.gpuOverheadBytes);
  const room = makeRoom(input, footprint.bytes, usable);
  const held = `${formatBytes(usable)} of the card's ${formatBytes(input.vramBytes)} are for models; ${heldWords(input.loaded)}.`;
  return {
    ...common,
    verdict: room.verdict,
    sentence: `${need}. ${verdictWords(room, footprint.bytes, usable)}`,
    reasons: [...reasons, held, ...room.steps],
    doubts: [...footprint.doubts, ...doubtsOf(input, room)],
    evicted: room.evicted.map(({ name }) => name),
  };
}

function heldWords(loaded: readonly LoadedModel[]): string {
  const held = loaded.filter(({ vramBytes }) => vramBytes > 0);
  return held.length === 0
    ? 'no other model holds any of it now'
    : held.map(({ name, vramBytes }) => `${name} holds ${formatBytes(vramBytes)} now`).join(', ');
}

type Room = { verdict: FitVerdict; evicted: LoadedModel[]; steps: string[]; free: number };

/** Unloads as Ollama would, in the mind only. */
function makeRoom({ loaded, settings }: FitInput, need: number, usable: number): Room {
  const rest = loaded.toSorted(
    (a, b) => (a.expiresAt ?? Number.POSITIVE_INFINITY) - (b.expiresAt ?? Number.POSITIVE_INFINITY) || 0,
  );
  const evicted: LoadedModel[] = [];
  const steps: string[] = [];
  for (;;) {
    const free = usable - rest.reduce((sum, { vramBytes }) => sum + vramBytes, 0);
    const isFull = settings.maxLoadedModels !== null && rest.length >= settings.maxLoadedModels;
    if (!isFull && need <= free) {
      return { verdict: evicted.length === 0 ? 'fits' : 'evicts', evicted, steps, free };
    }
    const victim = rest.shift();
    if (victim === undefined) {
      return { verdict: 'spills', evicted, steps, free };
    }
    evicted.push(victim);
    steps.push(
      `${victim.name} has to go: ${isFull ? `at most ${settings.maxLoadedModels} models are kept at a time (OLLAMA_MAX_LOADED_MODELS)` : `${formatBytes(Math.max(0, free))} are free, and beside another model it must lie on the card entirely`}.`,
    );
  }
}

function verdictWords({ verdict, evicted, free }: Room, need: number, usable: number): string {
  const names = evicted.map(({ name }) => name).join(', then ');
  if (verdict === 'fits') {
    return `It fits now: ${formatBytes(free)} are free.`;
  }
  if (verdict === 'evicts') {
    return `It fits once ${names} ${evicted.length === 1 ? 'is' : 'are'} unloaded, which leaves ${formatBytes(free)}.`;
  }
  const before = evicted.length === 0 ? '' : `${names} would be unloaded, and still it does not fit: `;
  return `${before || 'It does not fit on the card: '}about ${formatBytes(need - usable)} of it would lie in RAM, and it would answer slowly.`;
}

function doubtsOf({ loaded, loading, sharers, settings }: FitInput, { evicted }: Room): string[] {
  const doubts: string[] = [];
  if (sharers > 0) {
    doubts.push(
      `${sharers} other ${sharers === 1 ? 'pod on its node holds' : 'pods on its node hold'} slices. Slices of a card share one memory, and what ${sharers === 1 ? 'it takes' : 'they take'} is not known here: less may be free.`,
    );
  }
  if (loading.length > 0) {
    doubts.push(`${loading.join(', ')} is being loaded: what it takes is not known yet.`);
  }
  if (evicted.length > 0) {
    doubts.push(
      'Ollama unloads idle models first, those with the shortest keep-alive before others. It tells only when each would be unloaded, so the soonest is taken here; one that is answering is waited for.',
    );
  }
  if (settings.maxLoadedModels === null && loaded.length > 0) {
    const many = loaded.length >= MODELS_PER_GPU ? ' That many are loaded, so one more may have to go.' : '';
    doubts.push(
      `How many models are kept at a time is not declared (OLLAMA_MAX_LOADED_MODELS): by default three for each GPU.${many}`,
    );
  }
  return doubts;
}
