/** What lies over the page, at most one at a time. */
export type Overlay = 'palette' | 'shortcuts' | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

/** Opens one of the shell's overlays, from wherever; null closes it. */
export function showOverlay(overlay: Overlay): void {
  if (overlay !== current) {
    current = overlay;
    for (const listener of listeners) {
      listener();
    }
  }
}

export function subscribeToOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentOverlay(): Overlay {
  return current;
}
