import { createHash } from 'node:crypto';
import { effectiveRequest } from '../controllers/api/effective-request.ts';
import { podSpecOf } from '../controllers/api/pod-types.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { GPU_RESERVE_BYTES } from '../ollama/memory.ts';
import type { Machine } from './machines.ts';

const MIB = 1024 ** 2;
/** Part of a card's memory that the driver keeps for itself: nobody uses it, and it is not free. */
const RESERVED = 0.021;
/** What a screen takes. */
const DESKTOP_MIB = 12;

/** What Ollama holds in its card, by models, and how many requests work on it. */
export type OllamaLoad = { vramBytes: number; users: number };

/** A card and how it is doing, as its driver tells. */
export type SandboxCard = {
  index: number;
  uuid: string;
  model: string;
  driver: string;
  usedMiB: number;
  freeMiB: number;
  utilPercent: number;
  /** Pods that hold one of its slices. */
  holders: KubeObject[];
  hasOllama: boolean;
};

/** @param ollama what Ollama holds in a card of this machine; null where it is on another one */
export function cardsOf({ name, node, pods }: Machine, ollama: OllamaLoad | null): SandboxCard[] {
  const labels = node.metadata.labels ?? {};
  const count = Number(labels['nvidia.com/gpu.count'] ?? 0);
  const holders = pods.filter(holdsSlice);
  const ollamaAt = Math.max(0, holders.findIndex(isOllama)) % Math.max(1, count);
  return Array.from({ length: count }, (_, index) => {
    const own = holders.filter((_pod, position) => position % count === index);
    const onCard = index === ollamaAt ? ollama : null;
    const capacityMiB = Math.floor(Number(labels['nvidia.com/gpu.memory'] ?? 0) * (1 - RESERVED));
    const others = own.filter((pod) => onCard === null || !isOllama(pod)).map(drawnUse);
    const wantedMiB = DESKTOP_MIB + ollamaMiB(onCard) + sum(others.map(({ mib }) => mib));
    const usedMiB = Math.min(capacityMiB, wantedMiB);
    const busy = onCard !== null && onCard.users > 0 ? 94 : 0;
    return {
      index,
      uuid: uuidOf(`${name}/${index}`),
      // The label has dashes for spaces, and says that it is shared.
      model: (labels['nvidia.com/gpu.product'] ?? '').replace(/-SHARED$/, '').replaceAll('-', ' '),
      driver: labels['nvidia.com/cuda.driver-version.full'] ?? '',
      usedMiB,
      freeMiB: capacityMiB - usedMiB,
      utilPercent: Math.min(100, busy + sum(others.map(({ percent }) => percent))),
      holders: own,
      hasOllama: onCard !== null,
    };
  });
}

export function isOllama(pod: KubeObject): boolean {
  return pod.metadata.labels?.['app.kubernetes.io/name'] === 'ollama';
}

function holdsSlice(pod: KubeObject): boolean {
  const names = [...effectiveRequest(podSpecOf(pod)).keys()];
  return pod.status?.phase === 'Running' && names.some((name) => /^nvidia\.com\/(gpu|mig-)/.test(name));
}

/** Its models, and what CUDA takes for itself as soon as there is one. */
function ollamaMiB(ollama: OllamaLoad | null): number {
  return ollama === null || ollama.vramBytes === 0 ? 0 : Math.round((ollama.vramBytes + GPU_RESERVE_BYTES) / MIB);
}

/** Of what a pod does nothing is known here: it is drawn by its name, and stays the same. */
function drawnUse({ metadata }: KubeObject): { mib: number; percent: number } {
  const [first = 0, second = 0] = createHash('sha256').update(`${metadata.namespace}/${metadata.name}`).digest();
  return { mib: 400 + first * 8, percent: second % 25 };
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(`card ${text}`).digest('hex');
  return `GPU-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
