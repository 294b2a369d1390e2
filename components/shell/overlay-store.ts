/** What lies over the page, at most one at a time. */
export type Overlay = 'palette' | 'shortcuts' | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

function change(next: Overlay): void {
  if (next !== current) {
    current = next;
    for (const listener of listeners) {
      listener();
    }
  }
}

/** Opens one of the shell's overlays, from wherever; another one that is open goes. */
export function showOverlay(overlay: 'palette' | 'shortcuts'): void {
  change(overlay);
}

/** Closes an overlay. One that was opened meanwhile stays: a dialog tells of its closing a moment late. */
export function hideOverlay(overlay: 'palette' | 'shortcuts'): void {
  if (current === overlay) {
    change(null);
  }
}

export function subscribeToOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentOverlay(): Overlay {
  return current;
}
