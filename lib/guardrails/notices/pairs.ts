import type { ChangedFile } from '#lib/domain/guardrail/guardrail.ts';
import type { Notice, NoticeTopic } from '#lib/domain/guardrail/notice.ts';
import type { ManifestPath, ParsedManifest } from '#lib/domain/manifest/manifest.ts';
import { groupOf, type ManifestSubject, subjectOf } from '../reading/objects.ts';

/** A changed file with both of its sides read. */
export type BothSides = ChangedFile & { parsedBefore: ParsedManifest };

/** An object on both sides of a change; null where it is not there. It may stand in another file than before. */
export type ObjectPair = { before: ManifestSubject | null; after: ManifestSubject | null };

/**
 * The objects of all files on both sides: of one file by what tells them apart in a cluster, because the same object may stand
 * in the files of several; and what is left of that across files, where it moved.
 */
export function pairsOf(files: readonly BothSides[]): ObjectPair[] {
  const gone: ManifestSubject[] = [];
  const pairs = files.flatMap(({ path, parsed, parsedBefore }) => {
    const was = new Map(subjectsIn(path, parsedBefore).map((subject) => [keyOf(subject), subject]));
    const found = subjectsIn(path, parsed).map((after): ObjectPair => {
      const before = was.get(keyOf(after)) ?? null;
      was.delete(keyOf(after));
      return { before, after };
    });
    gone.push(...was.values());
    return found;
  });
  const moved = Map.groupBy(gone, keyOf);
  const all = pairs.map(({ before, after }) => ({
    before: before ?? (after === null ? null : (moved.get(keyOf(after))?.shift() ?? null)),
    after,
  }));
  return [...all, ...[...moved.values()].flat().map((before): ObjectPair => ({ before, after: null }))];
}

function subjectsIn(path: string, { documents }: ParsedManifest): ManifestSubject[] {
  return documents.map((document) => subjectOf(path, document)).filter((subject) => subject !== null);
}

function keyOf({ apiVersion, kind, namespace, name }: ManifestSubject): string {
  return JSON.stringify([groupOf(apiVersion), kind, namespace, name]);
}

/** A notice about a place in an object as it will be. */
export function noticeIn(topic: NoticeTopic, subject: ManifestSubject, path: ManifestPath, message: string): Notice {
  return { topic, file: subject.file, line: subject.document.lineOf(path), object: subject.label, message };
}
