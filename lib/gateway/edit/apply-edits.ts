import { editValue } from '#lib/domain/manifest/edit-value.ts';
import { isManifestObject } from '#lib/domain/manifest/manifest.ts';
import { readParts } from '#lib/domain/manifest/read-parts.ts';
import type { PartEdit } from './part.ts';

export type EditedFile = { path: string; before: string; after: string };

/**
 * The files with the edits made, and with annotations on every object that was edited. `problem` where one of them cannot be
 * made surely.
 * @param files what each file that is edited holds, by its path
 */
export function applyEdits(
  files: ReadonlyMap<string, string>,
  edits: readonly PartEdit[],
  annotations: Readonly<Record<string, string>>,
): { files: EditedFile[] } | { problem: string } {
  const edited: EditedFile[] = [];
  for (const [path, own] of Map.groupBy(edits, ({ file }) => file)) {
    const before = files.get(path);
    if (before === undefined) {
      return { problem: `There is no file ${path}.` };
    }
    const after = [...own, ...annotating(before, own, annotations)].reduce<string | null>(
      (text, edit) => (text === null ? null : editValue(text, edit)),
      before,
    );
    if (after === null) {
      return { problem: `${path} is written in a way that cannot be changed surely. Name fewer or other fields.` };
    }
    edited.push({ path, before, after });
  }
  return { files: edited };
}

function annotating(text: string, edits: readonly PartEdit[], annotations: Readonly<Record<string, string>>) {
  const { parts } = readParts(text);
  const documents = [...new Set(edits.map(({ document }) => document))];
  return documents
    .filter((document) => isManifestObject(parts[document]))
    .flatMap((document) =>
      Object.entries(annotations).map(([name, value]) => ({
        document,
        path: ['metadata', 'annotations', name],
        value,
      })),
    );
}
