import { ExternalError } from '#lib/domain/error/external-error.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import type { Forge } from '#lib/ports/forge.ts';

/** Who made a commit, and the first line of what they said of it. */
export type CommitNote = { author: string; title: string };

/** The notes that could be had; `reason` says why others are missing, where that is the forge's doing. */
export type CommitNotes = { notes: Record<string, CommitNote>; reason: string };

const MOST_KEPT = 2_000;
/** Of each question of a page; a history is no longer. */
const MOST_ASKED = 25;
const AT_ONCE = 4;
const LONGEST_TITLE = 160;

type Known = Map<string, CommitNote | null>;

/** A commit never changes, so each is asked for once in the life of the portal's own connection. */
const known = new WeakMap<Forge, Map<string, Known>>();

/**
 * Who made these commits and why. Those that are not in the repository are left out.
 * @param shas whole hashes; more than a page shows are left out
 */
export async function readCommitNotes(forge: Forge, repository: string, shas: readonly string[]): Promise<CommitNotes> {
  const kept = keptOf(forge, repository);
  const asked = [...new Set(shas)].slice(0, MOST_ASKED);
  const missing = asked.filter((sha) => !kept.has(sha));
  let reason = '';
  for (let start = 0; start < missing.length && reason === ''; start += AT_ONCE) {
    try {
      await Promise.all(missing.slice(start, start + AT_ONCE).map((sha) => readOne(forge, repository, sha, kept)));
    } catch (error) {
      if (!(error instanceof ExternalError)) {
        throw error;
      }
      // What one of them met, the others meet as well.
      reason = error.message;
    }
  }
  const found = asked.flatMap((sha) => {
    const note = kept.get(sha);
    return note === undefined || note === null ? [] : [[sha, note] as const];
  });
  return { notes: Object.fromEntries(found), reason };
}

async function readOne(forge: Forge, repository: string, sha: string, kept: Known): Promise<void> {
  const commit = await forge.readCommit(repository, sha);
  const [title = ''] = commit?.message.trim().split('\n', 1) ?? [];
  kept.set(sha, commit && { author: cutText(commit.authorName, 100), title: cutText(title, LONGEST_TITLE) });
  if (kept.size > MOST_KEPT) {
    kept.delete(kept.keys().next().value ?? '');
  }
}

function keptOf(forge: Forge, repository: string): Known {
  const repositories = known.get(forge) ?? new Map<string, Known>();
  known.set(forge, repositories);
  const kept = repositories.get(repository) ?? new Map<string, CommitNote | null>();
  repositories.set(repository, kept);
  return kept;
}
