import type { Gating, Some } from './gating.ts';

/** What a reader must know of how these waves wait. */
export type GateWords = {
  /** `warn`: what the page shows as an order is none. `note`: the order is real, and something goes past it. */
  tone: 'warn' | 'unknown' | 'note';
  title: string;
  /** Two sentences at most. */
  text: string;
  /** A rule to copy, or what to do; '' where the text says it all. */
  remedy: string;
  notes: string[];
};

/** Puts into words whether waves wait; null where they do and nothing goes past them. */
export function gateWords(gating: Gating): GateWords | null {
  const notes = notesOf(gating);
  switch (gating.verdict) {
    case 'creation-only':
      return {
        tone: 'warn',
        title: 'These waves do not wait for each other',
        text: `Argo CD has no health check for applications here${gating.from === 'listing' ? `, as what it lists below ${gating.root?.name ?? 'the root'} shows` : ''}, so each one counts as done the moment it is made, and the waves order nothing but who is made first. With the check in argocd-cm, each wave waits until the one before it is healthy.`,
        remedy: '',
        notes,
      };
    case 'no-order':
      return {
        tone: 'unknown',
        title: 'Nothing here waits for its wave',
        text: NO_ORDER[gating.top === 'set' ? 'set' : 'none'],
        remedy: '',
        notes: [],
      };
    case 'unknown':
      return {
        tone: 'unknown',
        title: 'Whether these waves wait for each other cannot be known',
        text: `${sentence(gating.unknown?.reason ?? '')} Waves wait only where argocd-cm has a health check for applications.`,
        remedy: gating.unknown?.remedy ?? '',
        notes,
      };
    case 'waits':
      return notes.length === 0
        ? null
        : { tone: 'note', title: 'What goes past these waves', text: '', remedy: '', notes };
  }
}

const NO_ORDER = {
  set: 'An ApplicationSet makes all of its applications at once and does not look at their waves. Only rolling steps in its own strategy order them, which Portolan does not read.',
  none: 'No application brings these, so each syncs by itself. Their waves are shown as they are written, and order nothing.',
};

function notesOf({ verdict, unordered, unpinned, silent, root, total }: Gating): string[] {
  const notes: string[] = [];
  if (unpinned.count > 0 && root !== null) {
    notes.push(
      `${inWords(unpinned, total)} ${verb(unpinned, 'follows', 'follow')} a branch or a range of versions, although ${root.name} is pinned to ${root.revision}: what ${verb(unpinned, 'it brings', 'they bring')} may be newer than what was pinned.`,
    );
  }
  if (unordered.count > 0 && verdict === 'waits') {
    notes.push(
      `${inWords(unordered, total)} ${verb(unordered, 'syncs itself', 'sync themselves')} to a branch or a range of versions: the waves order how ${verb(unordered, 'it is', 'they are')} made, and later commits arrive at once, in no order.`,
    );
  }
  if (silent.count > 0 && verdict === 'waits') {
    notes.push(
      `${inWords(silent, total)} ${verb(silent, 'reports', 'report')} no health, and the waves after ${verb(silent, 'it', 'them')} wait until ${verb(silent, 'it does', 'they do')}.`,
    );
  }
  return notes;
}

function verb({ count }: Some, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** `shop`, `shop and web`, `All 12 applications`, `5 of 12 applications (a, b, c, …)`. */
function inWords({ count, names }: Some, total: number): string {
  if (count === total) {
    return `All ${total} applications`;
  }
  if (count <= names.length) {
    return count === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  }
  return `${count} of ${total} applications (${names.join(', ')}, …)`;
}

function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
