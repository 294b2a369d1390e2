import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ChangedFile } from '#lib/domain/guardrail/guardrail.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { FileDiff, Forge } from '#lib/ports/forge.ts';

/** Twice what a template may write, for both sides. */
export const MOST_CHARACTERS = 4_000_000;
const AT_ONCE = 4;

/**
 * Reads every file of a comparison whole, on both sides, a few at a time; null when they come to more than the portal should
 * hold, whoever pushed them.
 */
export async function readHead(
  forge: Forge,
  repository: RepositoryRef,
  shas: { before: string; after: string },
  diffs: readonly FileDiff[],
): Promise<ChangedFile[] | null> {
  const paths = [...new Set(diffs.flatMap(({ path, oldPath }) => [oldPath, path]))];
  const files: ChangedFile[] = [];
  let characters = 0;
  for (let index = 0; index < paths.length; index += AT_ONCE) {
    const some = paths.slice(index, index + AT_ONCE).map((path) => readBothSides(forge, repository, shas, path, diffs));
    for (const file of await Promise.all(some)) {
      characters += (file.before?.length ?? 0) + (file.after?.length ?? 0);
      files.push(file);
    }
    if (characters > MOST_CHARACTERS) {
      return null;
    }
  }
  return files;
}

/** A renamed file is one that goes and one that comes. What cannot be read although it is there is no file that goes. */
async function readBothSides(
  forge: Forge,
  repository: RepositoryRef,
  shas: { before: string; after: string },
  path: string,
  diffs: readonly FileDiff[],
): Promise<ChangedFile> {
  const diff = diffs.find((each) => each.path === path && each.change !== 'deleted');
  const read = async (ref: string) => (await forge.readFile(repository.path, ref, path))?.content ?? null;
  if (diff !== undefined && diff.entry !== 'file') {
    const after = '';
    return { path, before: await read(shas.before), after, parsed: parseManifest(after), entry: diff.entry };
  }
  const [before, after] = await Promise.all([read(shas.before), read(shas.after)]);
  if ((after === null) !== (diff === undefined)) {
    const message = `it does not say the same of ${path.slice(0, 120)} twice`;
    const operation = 'read the change';
    throw new ExternalError({ provider: repository.forgeId, operation, kind: 'invalid-response', message });
  }
  return { path, before, after, parsed: parseManifest(after ?? '') };
}
