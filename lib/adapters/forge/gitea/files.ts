import type { z } from 'zod';
import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository, isCommitSha } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GiteaClient } from './client.ts';
import { Contents } from './schema.ts';
import { entryAt } from './trees.ts';

export type ReadEntry = { content: string; sha: string };

type Entry = Exclude<z.infer<typeof Contents>, unknown[]>;

/** A file's text with the number of its blob; null where no file is. A link is read as where it leads to, as git has it. */
export async function readEntry(
  client: GiteaClient,
  repository: string,
  ref: string,
  path: string,
): Promise<ReadEntry | null> {
  const address = inRepository(repository, `contents/${encodePath(path)}`);
  const found = await orNull(async () => Contents.parse(await client.get(address, { ref })));
  const entry = found === null || Array.isArray(found) || !isFile(found) ? null : found;
  if (isCommitSha(ref)) {
    await refuseNamesake(client, repository, { ref, path, entry });
  }
  return entry === null ? null : { content: textOf(client, path, entry), sha: entry.sha };
}

function isFile({ type }: Entry): boolean {
  return type === 'file' || type === 'symlink';
}

/**
 * Gitea looks for a branch or tag of a name first: one that is called like a commit would be read in its place, and everybody
 * who may push can make one. Of a file its page tells what was read; that there is none is asked of git's own objects, which
 * are named by nothing but their content.
 */
async function refuseNamesake(
  client: GiteaClient,
  repository: string,
  { ref, path, entry }: { ref: string; path: string; entry: Entry | null },
): Promise<void> {
  const isRight =
    entry === null
      ? (await orNull(() => entryAt(client, repository, ref, path)))?.type !== 'blob'
      : (entry.html_url ?? '').includes(`/src/commit/${ref}/`);
  if (!isRight) {
    throw client.error('read file', 'invalid-response', `it has a branch or tag that is called ${ref}, like a commit`);
  }
}

function textOf(client: GiteaClient, path: string, { type, target, content, encoding, size }: Entry): string {
  if (type === 'symlink') {
    return target ?? '';
  }
  if (content == null || (content === '' && size > 0)) {
    throw client.error('read file', 'invalid-response', `${path} is larger than it gives out`);
  }
  return encoding === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content;
}

export async function readFile(client: GiteaClient, ...[repository, ref, path]: Parameters<Forge['readFile']>) {
  const entry = await readEntry(client, repository, ref, path);
  return entry === null ? null : { path, content: entry.content };
}
