export type Probed = {
  /** When the target was first in a picture, in ms since the page was asked for. */
  seenMs: number | null;
  lcpMs: number;
  shift: number;
  /** Time beyond 50 ms of tasks that were longer. */
  blockedMs: number;
};

/** Runs in the page before any script of its own: notes when the target is first laid out, frame by frame. */
export function probe(selector: string): void {
  const state: Probed = { seenMs: null, lcpMs: 0, shift: 0, blockedMs: 0 };
  Object.assign(window, { portolanBench: state });
  const observe = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('largest-contentful-paint', ({ startTime }) => {
    state.lcpMs = startTime;
  });
  observe('layout-shift', (entry) => {
    state.shift += (entry as PerformanceEntry & { value: number }).value;
  });
  observe('longtask', ({ duration }) => {
    state.blockedMs += Math.max(0, duration - 50);
  });
  const look = () => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    if (box !== undefined && box.width > 0 && box.height > 0) {
      state.seenMs = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** What the probe has noted so far. */
export function readProbe(): Probed {
  return (window as unknown as { portolanBench: Probed }).portolanBench;
}
