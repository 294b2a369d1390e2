import { setTimeout as sleep } from 'node:timers/promises';
import { listQueries } from '../load/list-queries.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { fillAudit } from '../portal/fill-audit.ts';
import { openSessions } from '../portal/sign-in-without-browser.ts';
import { type BenchPortal, startPortal } from '../portal/start-portal.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';
import { DASHBOARD, GPU, MODELS, RUNNERS } from './page/portal-page.ts';

const TIMES = 10;
const QUICK_TIMES = 3;
const BLOCK_MS = 50;
const RECORDS = 20_000;
const RELIST_MS = 4000;
const REST_MS = 1500;

type Work = { what: string; prepare?: () => void; run: () => Promise<void> };

/** S9: how long the portal's event loop does one thing while it lists anew, sorts, and checks the audit log. */
export async function measureLoopBlocks(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const portal = await startPortal(platform, { withProbe: true });
  try {
    const [cookie = ''] = await openSessions(platform, 1);
    const idle = await longestBlocks(portal, { what: 'nothing', run: () => sleep(RELIST_MS) }, 1);
    const figures: Figure[] = [];
    for (const work of worksOn(platform, cookie)) {
      work.prepare?.();
      const blocks = await longestBlocks(portal, work, context.quick ? QUICK_TIMES : TIMES);
      context.say(`  ${work.what}: ${blocks.map(Math.round).join(', ')} ms`);
      figures.push(
        figure({
          goal: 'S9',
          what: `longest block: ${work.what}`,
          unit: 'ms',
          by: 'worst',
          applications: platform.applications,
          limit: BLOCK_MS,
          samples: blocks,
          baseline: { label: 'while nothing is asked', samples: idle },
        }),
      );
    }
    return figures;
  } finally {
    await portal.stop();
  }
}

function worksOn(platform: BenchPlatform, cookie: string): Work[] {
  const { addresses, portalUrl } = platform;
  const get = async (path: string) => {
    const response = await fetch(`${portalUrl}${path}`, { headers: { cookie } });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${path} answers ${response.status}: ${text.slice(0, 200)}`);
    }
  };
  return [
    {
      what: 'everything listed anew (410)',
      run: async () => {
        for (const resource of ['applications', 'deployments', 'nodes', 'pods']) {
          const fault = { server: 'kubernetes', kind: 'watch-expire', path: `/${resource}`, remaining: 1 };
          await fetch(`${addresses.control}/faults/${resource}`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(fault),
          });
        }
        await sleep(RELIST_MS);
      },
    },
    {
      what: 'fifty rows, sorted anew each time',
      run: async () => {
        for (const query of listQueries()) {
          await get(query);
        }
      },
    },
    { what: 'all rows for a tab', run: () => get('/api/views/applications') },
    { what: 'all runners for a tab', run: () => get('/api/views/runners') },
    { what: 'all machines with cards for a tab', run: () => get('/api/views/gpu-machines') },
    { what: 'all installed models for a tab', run: () => get('/api/views/installed-models') },
    ...[DASHBOARD, GPU, MODELS, RUNNERS].map(({ name, path }) => ({
      what: `the ${name} as a page`,
      run: () => get(path),
    })),
    { what: 'the board as a page', run: () => get('/waves?sort=-since') },
    {
      what: `${RECORDS.toLocaleString('en')} audit records checked`,
      prepare: () => fillAudit(platform, RECORDS),
      run: () => get('/api/audit'),
    },
  ];
}

async function longestBlocks(portal: BenchPortal, { run }: Work, times: number): Promise<number[]> {
  const blocks: number[] = [];
  // The first time everything is compiled, which happens once in the life of a process.
  await run();
  for (let time = 0; time < times; time += 1) {
    await sleep(REST_MS);
    await portal.probe();
    await run();
    blocks.push((await portal.probe()).longestBlockMs);
  }
  return blocks;
}
