import { createShortcutRegistry, type ShortcutRegistry } from './shortcut-registry.ts';

/** The shortcuts of this tab. */
export const shortcuts: ShortcutRegistry = createShortcutRegistry();

const TEXT_INPUT =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"])';
const OWN_KEYBOARD = 'dialog[open], [role="menu"]';

function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${TEXT_INPUT}, ${OWN_KEYBOARD}`) !== null;
}

/** Hears the keys of a document for the registry; gives the function that stops it. */
export function listenForShortcuts(target: Document, registry: ShortcutRegistry = shortcuts): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.repeat && event.key !== 'j' && event.key !== 'k')) {
      return;
    }
    const { key, ctrlKey, metaKey, altKey, timeStamp } = event;
    if (registry.press({ key, ctrlKey, metaKey, altKey, isTaken: isTaken(event.target), at: timeStamp })) {
      event.preventDefault();
    }
  };
  target.addEventListener('keydown', hear);
  return () => target.removeEventListener('keydown', hear);
}
