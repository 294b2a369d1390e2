import type { KubeObject } from '../../kubernetes/object.ts';
import type { Rendered } from '../manifests/render.ts';

/** What the controller keeps of an Application beside what is written in its status. */
export type AppMemory = {
  /** The last two renderings: of what is tracked, and of what a running sync was begun with. */
  rendered: { spec: unknown; key: string; value: Rendered }[];
  /** What was applied last, by key text: what `kubectl` keeps in an annotation. */
  applied: Map<string, KubeObject>;
  /** Since when the target state cannot be loaded. */
  failingSince: number | null;
  /** Until when the next wave has to wait. */
  waveUntil: number;
  /** The next look at it must compare with the latest and say so in `reconciledAt`. */
  isRefreshDue: boolean;
  nextRefreshAt: number;
};

export function newAppMemory(): AppMemory {
  return { rendered: [], applied: new Map(), failingSince: null, waveUntil: 0, isRefreshDue: true, nextRefreshAt: 0 };
}
