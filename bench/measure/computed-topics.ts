import { setTimeout as sleep } from 'node:timers/promises';
import { type SignedIn, signInOnce } from '../browser/sign-in.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { followStream } from '../portal/follow-stream.ts';
import { startPortal } from '../portal/start-portal.ts';
import { cpuShareOf } from '../process/cpu.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';

const PACE = 50;
const SECONDS = 30;
const QUICK_SECONDS = 10;
/** Until the portal has read everything once, and nothing of its start is left to do. */
const SETTLE_MS = 15_000;
/** Of a core, as for two hundred tabs with rows. */
const CPU_PERCENT = 45;

/** What the tabs of each page listen to that is worked out from many objects together. */
const PAGES: readonly { page: string; topics: readonly string[] }[] = [
  { page: 'overview', topics: ['ladder', 'nodes', 'pending', 'models', 'fleet', 'sources'] },
  { page: 'board', topics: ['applications', 'ladder', 'sources'] },
  { page: 'gpu', topics: ['gpu', 'gpu-waiting', 'vram', 'sources'] },
  { page: 'models', topics: ['model-servers', 'installed-models', 'sources'] },
  { page: 'runners', topics: ['runners', 'fleet', 'sources'] },
];
export const EVERY_TOPIC: readonly string[] = [...new Set(PAGES.flatMap(({ topics }) => topics))];
const ALL = { page: 'every page', topics: EVERY_TOPIC };

/** S4: what the sums cost while pods change, somebody looking at one page or at all of them, beside nobody looking. */
export async function measureComputedTopics(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const seconds = context.quick ? QUICK_SECONDS : SECONDS;
  const portal = await startPortal(platform);
  try {
    const viewer = await signInOnce(platform.portalUrl);
    await sleep(SETTLE_MS);
    const churn = () => platform.ask({ do: 'churn', of: 'pods', count: PACE * seconds, perSecond: PACE });
    const { percent: alone } = await cpuShareOf(portal.pid, churn);
    const figures: Figure[] = [];
    for (const { page, topics } of [...PAGES, ALL]) {
      const percent = await whileLookingAt(platform, viewer, topics, async () => {
        return (await cpuShareOf(portal.pid, churn)).percent;
      });
      context.say(`  ${page}: ${percent.toFixed(1)} % of a core, ${alone.toFixed(1)} % while nobody looks`);
      figures.push(
        figure({
          goal: 'S4',
          what: `${PACE} pods change each second, a tab on ${page}, of a core`,
          unit: '%',
          applications: platform.applications,
          limit: CPU_PERCENT,
          samples: [percent],
          baseline: { label: 'nobody looks', samples: [alone] },
        }),
      );
    }
    return figures;
  } finally {
    await portal.stop();
  }
}

async function whileLookingAt<Result>(
  { portalUrl }: BenchPlatform,
  viewer: SignedIn,
  topics: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const stream = await followStream(portalUrl, viewer, topics);
  try {
    return await work();
  } finally {
    stream.close();
  }
}
