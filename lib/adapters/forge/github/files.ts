import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { Blob } from './schema.ts';
import type { Trees } from './trees.ts';

/** A file's text, of any length that GitHub gives out; null where no file is. Of a link it is where it leads to, as git has it. */
export async function readFile(
  client: GitHubClient,
  trees: Trees,
  ...[repository, ref, path]: Parameters<Forge['readFile']>
): ReturnType<Forge['readFile']> {
  const entry = await orNull(async () => {
    const entries = await trees.entriesOf(repository, await trees.commitOf(repository, ref));
    return entries.get(path) ?? null;
  });
  if (entry?.type !== 'blob') {
    return null;
  }
  const { content, encoding, size } = Blob.parse(await client.get(inRepository(repository, `git/blobs/${entry.sha}`)));
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  if (bytes.length !== size) {
    throw client.error('read file', 'invalid-response', `${path} is larger than it gives out`);
  }
  return { path, content: bytes.toString('utf8') };
}

/** Every file's path below a folder; links are files, submodules are not. */
export async function listFiles(
  trees: Trees,
  ...[repository, ref, under = '']: Parameters<Forge['listFiles']>
): Promise<string[]> {
  const folder = under.replaceAll(/^\/+|\/+$/g, '');
  const entries = await trees.entriesOf(repository, await trees.commitOf(repository, ref));
  return [...entries.values()]
    .filter(({ type, path }) => type === 'blob' && (folder === '' || path.startsWith(`${folder}/`)))
    .map(({ path }) => path)
    .toSorted((one, other) => (one < other ? -1 : 1));
}
