import type { CDPSession } from '@playwright/test';
import { readMetrics } from './metrics.ts';

/** What the page holds on to, in MiB: its heap after what nobody needs was collected. */
export async function heapAfterCollection(session: CDPSession): Promise<number> {
  // The first pass lets finalizers run, which free more.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const metric = await readMetrics(session);
  return metric('JSHeapUsedSize') / 1024 / 1024;
}
