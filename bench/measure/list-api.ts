import { listQueries } from '../load/list-queries.ts';
import type { LoadTold } from '../load/messages.ts';
import { putLoad } from '../load/start-load.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { openSessions } from '../portal/sign-in-without-browser.ts';
import { startPortal } from '../portal/start-portal.ts';
import { startHelper } from '../process/helper.ts';
import { type Figure, figure } from '../report/figure.ts';
import { alternate, type Repetitions } from '../statistics/alternate.ts';
import type { MeasureContext } from './context.ts';

const REPETITIONS: Repetitions = { least: 3, most: 7 };
const QUICK: Repetitions = { least: 2, most: 3 };
const CONNECTIONS = 20;
const FOR_MS = 6000;
const QUICK_FOR_MS = 3000;
const PER_SECOND = 1500;
const P99_MS = 30;

/** S6: fifty of all applications, filtered and sorted, by a signed-in user, in turn with a bare server of such bytes. */
export async function measureListApi(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const portal = await startPortal(platform);
  const bare = startHelper<{ body: string }, { url: string }>(new URL('../bare/json-server.ts', import.meta.url), []);
  try {
    const [cookie = ''] = await openSessions(platform, 1);
    const paths = listQueries();
    const { url } = await bare.ask({ body: await readOne(`${platform.portalUrl}${paths[0]}`, cookie) });
    const load = { cookie, connections: CONNECTIONS, forMs: context.quick ? QUICK_FOR_MS : FOR_MS, paths };
    const { ours, theirs } = await alternate<LoadTold, LoadTold>({
      ...(context.quick ? QUICK : REPETITIONS),
      ours: () => putLoad({ ...load, origin: platform.portalUrl }),
      theirs: () => putLoad({ ...load, origin: url }),
      figureOf: ({ perSecond }) => perSecond,
    });
    const failed = ours.reduce((sum, told) => sum + told.failed, 0);
    if (failed > 0) {
      throw new Error(`${failed} requests were not answered with 200`);
    }
    context.say(`  ${ours.map(({ perSecond, p99 }) => `${Math.round(perSecond)}/s p99 ${p99} ms`).join(', ')}`);
    return figuresOf(platform.applications, ours, theirs);
  } finally {
    await bare.stop();
    await portal.stop();
  }
}

async function readOne(address: string, cookie: string): Promise<string> {
  const response = await fetch(address, { headers: { cookie } });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`the list API answers ${response.status}: ${text}`);
  }
  return text;
}

function figuresOf(applications: number, ours: readonly LoadTold[], theirs: readonly LoadTold[]): Figure[] {
  const input = { goal: 'S6', applications } as const;
  const label = 'bare server, bytes from memory';
  const values = (key: 'perSecond' | 'p99') => ({
    samples: ours.map((told) => told[key]),
    baseline: { label, samples: theirs.map((told) => told[key]) },
  });
  const what = 'list API, 50 filtered and sorted';
  return [
    figure({ ...input, what, unit: '/s', isRate: true, limit: PER_SECOND, ...values('perSecond') }),
    figure({
      ...input,
      what: `${what}, p99 at ${CONNECTIONS} connections`,
      unit: 'ms',
      limit: P99_MS,
      ...values('p99'),
    }),
  ];
}
