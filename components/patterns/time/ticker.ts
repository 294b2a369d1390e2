const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let offsetMs = 0;

/** Calls every second while anyone listens: one timer for all times on the page. */
export function subscribeToTicks(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const one of listeners) {
      one();
    }
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * Tells what time the server has, so that a browser whose clock is wrong still shows right ages. Call it with each
 * server time that arrives; small differences are left alone, they are the way of the message.
 */
export function setServerNow(serverNow: number): void {
  const difference = serverNow - Date.now();
  offsetMs = Math.abs(difference) > 2_000 ? difference : 0;
}

/** Now by the server's clock as far as it is known, in ms since 1970. */
export function portalNow(): number {
  return Date.now() + offsetMs;
}
