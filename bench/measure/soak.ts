import { setTimeout as sleep } from 'node:timers/promises';
import { type SignedIn, signInOnce } from '../browser/sign-in.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { followStream } from '../portal/follow-stream.ts';
import { startPortal } from '../portal/start-portal.ts';
import { settledMemory } from '../process/settle.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';

const EVENTS = 1_000_000;
const QUICK_EVENTS = 50_000;
const PER_SECOND = 4000;
/**
 * Between two full collections garbage grows by as much as is in use, so that a moment says little: both are watched for
 * about as long as from one to the next.
 */
const SETTLE_MS = 120_000;
/** Until the portal has found that it is quiet, and V8 has collected. */
const GIVEN_BACK_MS = 40_000;
const TOUCH_AGAIN_MS = 5_000;
const GROWTH = 1.1;

/** S2: what is resident after very many events, beside what was before, with somebody looking all the while. */
export async function measureSoak(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const count = context.quick ? QUICK_EVENTS : EVENTS;
  const portal = await startPortal(platform);
  try {
    const viewer: SignedIn = await signInOnce(platform.portalUrl);
    const stream = await followStream(platform.portalUrl, viewer, ['applications']);
    const before = await settledMemory(portal.pid, SETTLE_MS);
    const startedAt = performance.now();
    await platform.ask({ do: 'churn', count, perSecond: PER_SECOND });
    const last = platform.names[0] ?? '';
    const heard = stream.heard(last);
    await platform.ask({ do: 'touch', name: last });
    // The platform's own controllers may undo a touch before anybody was told of it.
    while (!(await Promise.race([heard.then(() => true), sleep(TOUCH_AGAIN_MS, false)]))) {
      await platform.ask({ do: 'touch', name: last });
    }
    const seconds = (performance.now() - startedAt) / 1000;
    await sleep(GIVEN_BACK_MS);
    const after = await settledMemory(portal.pid, SETTLE_MS);
    context.say(
      `  ${Math.round(count / seconds)} events/s; ${Math.round(before.resident)} → ${Math.round(after.resident)} MB`,
    );
    stream.close();
    const events = `${count.toLocaleString('en')} events`;
    const { applications } = platform;
    const baseline = (mb: number) => ({ label: 'the same process before', samples: [mb] });
    return [
      figure({
        goal: 'S2',
        what: `resident after ${events}`,
        unit: 'MB',
        applications,
        limit: before.resident * GROWTH,
        samples: [after.resident],
        baseline: baseline(before.resident),
      }),
      figure({
        goal: 'S2',
        what: `peak during ${events}, ${PER_SECOND.toLocaleString('en')}/s`,
        unit: 'MB',
        applications,
        limit: null,
        samples: [after.peak],
        baseline: baseline(before.peak),
      }),
    ];
  } finally {
    await portal.stop();
  }
}
