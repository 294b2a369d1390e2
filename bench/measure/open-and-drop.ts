import type { BenchPlatform } from '../platform/start-platform.ts';
import { withTabs } from '../portal/with-tabs.ts';
import { settledMemory } from '../process/settle.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';

const STREAMS = 10_000;
const QUICK_STREAMS = 2000;
const AT_ONCE = 40;
const SETTLE_MS = 20_000;
const QUICK_SETTLE_MS = 8000;
const GROWTH_MB = 10;

/** R5: streams are opened and dropped, ten thousand of them: what is left of them in the portal. */
export async function measureOpenAndDrop(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const count = context.quick ? QUICK_STREAMS : STREAMS;
  const settleMs = context.quick ? QUICK_SETTLE_MS : SETTLE_MS;
  return await withTabs(platform, AT_ONCE * 5, async ({ portal, clients, streams }) => {
    await clients.churn({ ...streams, count: 500, atOnce: AT_ONCE });
    const before = await settledMemory(portal.pid, settleMs);
    const refused = await clients.churn({ ...streams, count, atOnce: AT_ONCE });
    const after = await settledMemory(portal.pid, settleMs);
    const { subscribers } = await portal.probe();
    context.say(`  ${refused} of ${count} refused; ${before.resident.toFixed(0)} → ${after.resident.toFixed(0)} MB`);
    const input = { goal: 'R5', applications: platform.applications } as const;
    const what = `after ${count.toLocaleString('en')} streams opened and dropped`;
    return [
      figure({ ...input, what: `subscribers ${what}`, unit: '', limit: 0, samples: [subscribers] }),
      figure({
        ...input,
        what: `resident ${what}`,
        unit: 'MB',
        limit: before.resident + GROWTH_MB,
        samples: [after.resident],
        baseline: { label: 'the same process before', samples: [before.resident] },
      }),
    ];
  });
}
