import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Hub } from '#lib/live/hub.ts';
import type { ProbeTold } from './messages.ts';

/** Loaded into the portal's process before the portal, to tell from within what cannot be seen from outside. */
const RESOLUTION_MS = 1;

const shared = globalThis as typeof globalThis & { portolan?: Promise<{ hub: Hub }> };
const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
loop.enable();

process.on('message', async () => {
  const portal = await shared.portolan;
  const told: ProbeTold = {
    subscribers: portal?.hub.counts().subscribers ?? 0,
    // The histogram counts the whole pause between two looks, of which one millisecond was meant.
    longestBlockMs: Math.max(0, loop.max / 1e6 - RESOLUTION_MS),
  };
  loop.reset();
  process.send?.(told);
});
// Whoever started the portal may go before it.
process.on('disconnect', () => undefined);
