import { withFanOut } from '../bare/start-fan-out.ts';
import type { Clients } from '../clients/start-clients.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { withTabs } from '../portal/with-tabs.ts';
import { settledMemory } from '../process/settle.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';

const STREAMS = 1000;
const SETTLE_MS = 12_000;
const QUICK_SETTLE_MS = 5000;
const OPEN_S = 3;
const EACH_KIB = 60;

type Opened = { seconds: number; eachKib: number };

/** S5: a thousand streams at once: how long until all are open, and what each of them costs, beside a bare server. */
export async function measureOpenStreams(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const settleMs = context.quick ? QUICK_SETTLE_MS : SETTLE_MS;
  const ours = await withTabs(platform, STREAMS, ({ portal, clients, streams }) =>
    openAll(portal.pid, clients, streams, settleMs),
  );
  const theirs = await withFanOut(({ pid, clients, streams }) => openAll(pid, clients, streams, settleMs));
  const line = (what: string, key: keyof Opened, unit: Figure['unit'], limit: number) =>
    figure({
      goal: 'S5',
      what,
      unit,
      applications: platform.applications,
      limit,
      samples: [ours[key]],
      baseline: { label: 'bare server', samples: [theirs[key]] },
    });
  const count = STREAMS.toLocaleString('en');
  return [
    line(`until ${count} streams are open`, 'seconds', 's', OPEN_S),
    line(`resident for each of ${count} streams`, 'eachKib', 'KiB', EACH_KIB),
  ];
}

async function openAll(
  pid: number,
  clients: Clients,
  streams: { url: string; cookies: string[] },
  settleMs: number,
): Promise<Opened> {
  // What the first streams need once is not what each of them needs.
  await clients.open({ ...streams, count: 20 });
  await clients.close();
  const before = await settledMemory(pid, settleMs);
  const openMs = await clients.open({ ...streams, count: STREAMS });
  const after = await settledMemory(pid, settleMs);
  return { seconds: openMs / 1000, eachKib: ((after.resident - before.resident) * 1e6) / 1024 / STREAMS };
}
