import { setTimeout as sleep } from 'node:timers/promises';
import { heapAfterCollection } from '../../browser/page-memory.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { withBoards } from './open-boards.ts';

const EVENTS = 100_000;
const QUICK_EVENTS = 10_000;
const PER_SECOND = 2000;
const SETTLE_MS = 3000;

const HEAP_MIB = 20;
const GROWTH_MIB = 5;

/** P12: the heap of the board's tab beside that of a bare page with the same rows, and once more after many events. */
export async function measureHeap(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  return await withBoards(platform, viewer, async ({ ours, bare }) => {
    await sleep(SETTLE_MS);
    const before = await heapAfterCollection(ours.session);
    const bareHeap = await heapAfterCollection(bare.session);
    const count = context.quick ? QUICK_EVENTS : EVENTS;
    await platform.ask({ do: 'churn', count, perSecond: PER_SECOND });
    await sleep(SETTLE_MS);
    const after = await heapAfterCollection(ours.session);
    const common = { goal: 'P12', unit: 'MiB', applications: platform.applications } as const;
    return [
      figure({
        ...common,
        what: 'heap of the board’s tab',
        limit: HEAP_MIB,
        samples: [before],
        baseline: { label: 'a bare page, same rows', samples: [bareHeap] },
      }),
      figure({
        ...common,
        what: `the same after ${count.toLocaleString('en')} events`,
        limit: before + GROWTH_MIB,
        samples: [after],
        baseline: { label: 'the same tab before', samples: [before] },
      }),
    ];
  });
}
