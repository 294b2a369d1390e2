import type { Tone } from './tone.ts';

export type Announcement = {
  id: number;
  text: string;
  tone: Tone;
  /** Spoken only; nothing is shown. */
  quiet: boolean;
};

export type AnnounceOptions = {
  /** `bad` interrupts what a screen reader is saying and stays until it is closed. */
  tone?: Tone;
  quiet?: boolean;
};

export type AnnouncementStore = {
  announce(text: string, options?: AnnounceOptions): void;
  dismiss(id: number): void;
  subscribe(listener: () => void): () => void;
  /** Oldest first; the same array until something changes. */
  snapshot(): readonly Announcement[];
};

const MOST_AT_ONCE = 3;

/** Holds what is to be said and shown for a moment; the newest few only. */
export function createAnnouncementStore(): AnnouncementStore {
  let current: readonly Announcement[] = [];
  let nextId = 1;
  const listeners = new Set<() => void>();
  const change = (next: readonly Announcement[]) => {
    current = next;
    for (const listener of listeners) {
      listener();
    }
  };
  return {
    announce(text, { tone = 'neutral', quiet = false } = {}) {
      const others = current.filter((one) => one.text !== text);
      change([...others, { id: nextId++, text, tone, quiet }].slice(-MOST_AT_ONCE));
    },
    dismiss(id) {
      if (current.some((one) => one.id === id)) {
        change(current.filter((one) => one.id !== id));
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => current,
  };
}

const store = createAnnouncementStore();

/** The announcements of this tab, for the one `Announcer` that shows them. */
export const announcements: AnnouncementStore = store;

/** Says something to the person, in words on the screen and to screen readers: what was done, or why not. */
export function announce(text: string, options?: AnnounceOptions): void {
  store.announce(text, options);
}
