import { formatPatch, OMIT_HEADERS, structuredPatch } from 'diff';
import { inTurns } from '#lib/adapters/_shared/in-turns.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Comparison, FileDiff } from '#lib/ports/forge.ts';
import { type ChangedEntry, changedEntries } from './changed-entries.ts';
import type { GiteaClient } from './client.ts';
import { mergeBase } from './history.ts';
import { Blob, type TreeEntry } from './schema.ts';

/** Of larger files, of more files and of wilder changes than these the difference is left out; their names are not. */
const MOST_BYTES = 512 * 1024;
const MOST_PATCHES = 300;
const MOST_EDITS = 5000;
const AT_ONCE = 8;

/** git's modes of what is no file. */
const ENTRIES: Readonly<Record<string, FileDiff['entry']>> = { '120000': 'link', '160000': 'submodule' };

/** What a commit brings, from git's own objects: a file that was given another name is one that went and one that came. */
export async function compare(
  client: GiteaClient,
  repository: string,
  from: string,
  headSha: string,
): Promise<Comparison> {
  const baseSha = await mergeBase(client, repository, from, headSha);
  if (baseSha === null) {
    throw client.error('compare', 'not-found', 'the two have no history in common');
  }
  const { entries, isComplete } = await changedEntries(client, repository, baseSha, headSha);
  const files = entries.map(toFileDiff);
  const shown = entries.slice(0, MOST_PATCHES).map((entry, index) => ({ entry, index }));
  await inTurns(shown, AT_ONCE, async ({ entry, index }) => {
    const patch = await readPatch(client, repository, entry);
    const file = files[index];
    if (file !== undefined) {
      files[index] = { ...file, patch };
    }
  });
  return { baseSha, files, isComplete };
}

function toFileDiff({ path, before, after }: ChangedEntry): FileDiff {
  const change = before === null ? 'added' : after === null ? 'deleted' : 'modified';
  return { path, oldPath: path, change, entry: ENTRIES[after?.mode ?? ''] ?? 'file', patch: null };
}

async function readPatch(client: GiteaClient, repository: string, { before, after }: ChangedEntry) {
  const [old, now] = await Promise.all([textOf(client, repository, before), textOf(client, repository, after)]);
  return old === null || now === null ? null : patchOf(old, now);
}

/** From the first hunk on, as git writes it; null where the two have too little in common to be told apart in time. */
export function patchOf(old: string, now: string): string | null {
  const patch = structuredPatch('', '', old, now, '', '', { context: 3, maxEditLength: MOST_EDITS });
  return patch === undefined ? null : patch.hunks.length === 0 ? '' : formatPatch(patch, OMIT_HEADERS);
}

/** A side of the difference; empty where nothing is, null where it is too large, or is no text. */
async function textOf(client: GiteaClient, repository: string, entry: TreeEntry | null): Promise<string | null> {
  if (entry === null) {
    return '';
  }
  if (entry.type === 'commit') {
    return `Subproject commit ${entry.sha}\n`;
  }
  if (entry.size > MOST_BYTES) {
    return null;
  }
  const blob = Blob.parse(await client.get(inRepository(repository, `git/blobs/${entry.sha}`)));
  const bytes = Buffer.from(blob.content ?? '', blob.encoding === 'base64' ? 'base64' : 'utf8');
  const isWhole = bytes.length === blob.size && blob.size <= MOST_BYTES;
  return isWhole && !bytes.includes(0) ? bytes.toString('utf8') : null;
}
