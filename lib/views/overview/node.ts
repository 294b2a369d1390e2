import type { NodeRoom } from '#lib/domain/node/fit.ts';

export type OverviewNode = NodeRoom & {
  id: string;
  ready: string;
  gpu: { product: string; total: number; taken: number } | null;
};
