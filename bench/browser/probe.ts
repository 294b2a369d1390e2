export type Probed = {
  /** When the target was first in a picture, in ms since the page was asked for. */
  seenMs: number | null;
  lcpMs: number;
  shift: number;
  /** Time beyond 50 ms of tasks that were longer. */
  blockedMs: number;
  /** The longest task of the main thread; 0 where none was longer than 50 ms. */
  longestMs: number;
};

/** Runs in the page before any script of its own: notes when the target is first laid out, frame by frame. */
export function probe(selector: string): void {
  const state: Probed = { seenMs: null, lcpMs: 0, shift: 0, blockedMs: 0, longestMs: 0 };
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
    state.longestMs = Math.max(state.longestMs, duration);
  });
  const isSeen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0;
  };
  const look = () => {
    if ([...document.querySelectorAll(selector)].some(isSeen)) {
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
