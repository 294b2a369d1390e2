import 'server-only';
import { setFlagsFromString } from 'node:v8';
import type { Clock } from '#lib/ports/clock.ts';

const LOOK_MS = 5_000;
/** Shares of a processor. */
const BUSY = 0.25;
const QUIET = 0.1;
/** So long it has to be quiet, and so long V8 has then to collect; its own timer comes every 8 s. */
const LOOKS_UNTIL_QUIET = 3;
const LOOKS_TO_COLLECT = 4;

export type GiveBackOptions = {
  clock: Clock;
  /** Time of the processor that the process has taken so far, in ms. */
  cpuMs?: () => number;
  preferMemory?: (isPreferred: boolean) => void;
};

/**
 * After thousands of changes a second V8 holds a third more than it needs, and gives it back only when it takes the
 * process for idle: its measure of that (`Heap::HasLowAllocationRate`) stays high for minutes after the last change,
 * and every collection of its own begins the wait anew. So when it is quiet after such a time, the portal says for a
 * while that memory matters more than speed; V8 then collects a little at a time, as it does for an idle process.
 */
export function startGivingBackMemory({ clock, cpuMs = ownCpuMs, preferMemory = tellV8 }: GiveBackOptions): {
  stop(): void;
} {
  const stopping = new AbortController();
  async function watch(): Promise<void> {
    let before = cpuMs();
    let wasBusy = false;
    let quietLooks = 0;
    let collectingLooks = 0;
    for (;;) {
      await clock.sleep(LOOK_MS, stopping.signal);
      const now = cpuMs();
      const share = (now - before) / LOOK_MS;
      before = now;
      wasBusy ||= share >= BUSY;
      quietLooks = share < QUIET ? quietLooks + 1 : 0;
      if (collectingLooks > 0) {
        collectingLooks = share >= BUSY ? 0 : collectingLooks - 1;
        if (collectingLooks === 0) {
          preferMemory(false);
        }
      } else if (wasBusy && quietLooks >= LOOKS_UNTIL_QUIET) {
        wasBusy = false;
        collectingLooks = LOOKS_TO_COLLECT;
        preferMemory(true);
      }
    }
  }
  // Rejects at the stop alone.
  watch().catch(() => preferMemory(false));
  return { stop: () => stopping.abort() };
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Given while V8 runs, the flag has none of the effects on its tables and its compiler that it has at the start. */
function tellV8(isPreferred: boolean): void {
  setFlagsFromString(isPreferred ? '--optimize-for-size' : '--no-optimize-for-size');
}
