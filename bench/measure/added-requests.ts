import { KUBERNETES_KINDS } from '#lib/adapters/kubernetes/kinds/index.ts';
import type { RequestTally } from '../feed/messages.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { type Tabs, withTabs } from '../portal/with-tabs.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';

const TABS = 200;
const PACE = 50;
const SECONDS = 60;
const QUICK_SECONDS = 15;
/** Those of plain Kubernetes and of runners, and Argo CD's applications, projects and settings. */
const KINDS = Object.keys(KUBERNETES_KINDS).length + 3;
/** Watches end by themselves after eight to eleven seconds, so two counts may differ by chance, but not by more. */
const SHORTEST_WATCH_SECONDS = 8;

/** S7: what the portal asks of the API server while nobody looks, and while two hundred tabs do. */
export async function measureAddedRequests(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const seconds = context.quick ? QUICK_SECONDS : SECONDS;
  return await withTabs(platform, TABS, async (tabs) => {
    const alone = await askedFor(tabs, seconds);
    await tabs.clients.open({ ...tabs.streams, count: TABS });
    const together = await askedFor(tabs, seconds);
    context.say(`  asked for in ${seconds} s: ${JSON.stringify(alone)} alone, ${JSON.stringify(together)} with tabs`);
    const input = { goal: 'S7', unit: '', applications: platform.applications } as const;
    return [
      figure({
        ...input,
        what: `lists and single reads for ${TABS} tabs`,
        limit: 0,
        samples: [together.lists + Math.max(0, together.others - alone.others)],
        baseline: { label: 'nobody looks', samples: [alone.lists] },
      }),
      figure({
        ...input,
        what: `watches begun in ${seconds} s with ${TABS} tabs`,
        limit: KINDS * (1 + seconds / SHORTEST_WATCH_SECONDS),
        samples: [together.watches],
        baseline: { label: 'nobody looks', samples: [alone.watches] },
      }),
    ];
  });
}

async function askedFor({ feed }: Tabs, seconds: number): Promise<RequestTally> {
  const { tally: before } = await feed.ask({ do: 'tally' });
  await feed.ask({ do: 'pace', count: PACE * seconds, perSecond: PACE });
  const { tally: after } = await feed.ask({ do: 'tally' });
  return {
    watches: after.watches - before.watches,
    lists: after.lists - before.lists,
    others: after.others - before.others,
  };
}
