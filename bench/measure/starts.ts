import { startInformer } from '../informer/start-informer.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { startPortal } from '../portal/start-portal.ts';
import { settledMemory } from '../process/settle.ts';
import { type Figure, type FigureInput, figure } from '../report/figure.ts';
import { alternate, type Repetitions } from '../statistics/alternate.ts';
import type { MeasureContext } from './context.ts';

const REPETITIONS: Repetitions = { least: 5, most: 9 };
const QUICK: Repetitions = { least: 2, most: 3 };
/** V8 gives memory back when nothing has happened for some seconds. */
const SETTLE_MS = 12_000;

const READY_MS = 1500;
const KNOWN_MS = 2500;
const IDLE_MB = 200;
const WATCHING_MB = 280;

const INFORMER = 'client-node informers';

const MOST_TOLD = 4;

type Started = {
  pid: number;
  readyMs?: number;
  knownMs: number;
  liveMs?: ReadonlyMap<string, number>;
  stop(): Promise<void>;
};
type Start = { readyMs: number; knownMs: number; resident: number; peak: number };

/** S1 and S2: the portal is started again and again on one platform, in turn with bare informers over the same kinds. */
export async function measureStarts(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const settleMs = context.wants('S2') ? SETTLE_MS : 0;
  const measure = async (process: Started) => {
    try {
      const { readyMs = process.knownMs, knownMs, liveMs = new Map() } = process;
      const memory = await settledMemory(process.pid, settleMs);
      context.say(`  known after ${Math.round(knownMs)} ms, ${Math.round(memory.resident)} MB${lastOf(liveMs)}`);
      return { readyMs, knownMs, ...memory };
    } finally {
      await process.stop();
    }
  };
  const { ours, theirs } = await alternate<Start, Start>({
    ...(context.quick ? QUICK : REPETITIONS),
    ours: async () => await measure(await startPortal(platform)),
    theirs: async () => await measure(await startInformer(platform)),
    figureOf: ({ knownMs }) => knownMs,
  });
  return figuresOf(platform.applications, ours, theirs).filter(({ goal }) => context.wants(goal));
}

/** The sources that were waited for the longest. */
function lastOf(liveMs: ReadonlyMap<string, number>): string {
  const last = [...liveMs].toSorted(([, a], [, b]) => b - a).slice(0, MOST_TOLD);
  return last.map(([id, ms]) => `; ${id} ${Math.round(ms)} ms`).join('');
}

function figuresOf(applications: number, ours: readonly Start[], theirs: readonly Start[]): Figure[] {
  const line = (input: Omit<FigureInput, 'samples' | 'applications'>, key: keyof Start): Figure =>
    figure({
      ...input,
      applications,
      samples: ours.map((start) => start[key]),
      baseline: { label: INFORMER, samples: theirs.map((start) => start[key]) },
    });
  if (applications === 0) {
    return [
      line({ goal: 'S1', what: 'start until ready, empty platform', unit: 'ms', limit: READY_MS }, 'readyMs'),
      line({ goal: 'S2', what: 'resident, idle', unit: 'MB', limit: IDLE_MB }, 'resident'),
      line({ goal: 'S2', what: 'peak, idle', unit: 'MB', limit: null }, 'peak'),
    ];
  }
  return [
    line({ goal: 'S1', what: 'start until all is known', unit: 'ms', limit: KNOWN_MS }, 'knownMs'),
    line({ goal: 'S2', what: 'resident, all watched', unit: 'MB', limit: WATCHING_MB }, 'resident'),
    line({ goal: 'S2', what: 'peak, all watched', unit: 'MB', limit: null }, 'peak'),
  ];
}
