export type Shortcut = {
  /** Keys as `KeyboardEvent.key` names them, one after the other: `j`, `g w`, `Enter`; `mod+k` is Ctrl or ⌘ with k. */
  keys: string;
  /** What it does, for the help. */
  label: string;
  /** Heading in the help: `Go to`, `In lists`. */
  group: string;
  run: () => void;
};

/** The parts of a key press that matter. */
export type KeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Whether the focus is where letters are text, or a dialog or menu has the keyboard. */
  isTaken: boolean;
  /** ms, any steady clock. */
  at: number;
};

export type ShortcutRegistry = {
  /** Adds one and gives the function that removes it. Of two with the same keys the newer one counts. */
  add(shortcut: Shortcut): () => void;
  /** Runs what the press completes; true when something ran or a sequence began. */
  press(press: KeyPress): boolean;
  subscribe(listener: () => void): () => void;
  /** In order of adding; the same array until something changes. */
  list(): readonly Shortcut[];
};

const SEQUENCE_MS = 1_200;

function chordOf({ key, ctrlKey, metaKey }: KeyPress): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${name}` : name;
}

/** Keeps the keyboard shortcuts that are in force now. Knows no DOM, so it can be tested. */
export function createShortcutRegistry(): ShortcutRegistry {
  let shortcuts: readonly Shortcut[] = [];
  let pending = { keys: '', at: Number.NEGATIVE_INFINITY };
  const listeners = new Set<() => void>();
  const change = (next: readonly Shortcut[]) => {
    shortcuts = next;
    for (const listener of listeners) {
      listener();
    }
  };

  /** True when the keys so far are a shortcut or the beginning of one. */
  const advance = (keys: string, at: number): boolean => {
    const found = shortcuts.findLast((shortcut) => shortcut.keys === keys);
    if (found) {
      pending = { keys: '', at };
      found.run();
      return true;
    }
    const isBeginning = shortcuts.some((shortcut) => shortcut.keys.startsWith(`${keys} `));
    pending = { keys: isBeginning ? keys : '', at };
    return isBeginning;
  };

  return {
    add(shortcut) {
      change([...shortcuts, shortcut]);
      return () => change(shortcuts.filter((one) => one !== shortcut));
    },
    press(press) {
      const chord = chordOf(press);
      const isChord = chord.startsWith('mod+');
      if (press.altKey || (press.isTaken && !isChord)) {
        return false;
      }
      const isContinued = pending.keys !== '' && press.at - pending.at <= SEQUENCE_MS && !isChord;
      const before = isContinued ? `${pending.keys} ` : '';
      return advance(before + chord, press.at) || (isContinued && advance(chord, press.at));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: () => shortcuts,
  };
}
