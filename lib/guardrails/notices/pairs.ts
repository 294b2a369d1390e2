import type { ChangedFile } from '#lib/domain/guardrail/guardrail.ts';
import type { Notice, NoticeTopic } from '#lib/domain/guardrail/notice.ts';
import type { ManifestPath, ParsedManifest } from '#lib/domain/manifest/manifest.ts';
import { groupOf, type ManifestSubject, subjectOf } from '../reading/objects.ts';

/** A changed file with both of its sides read. */
export type BothSides = ChangedFile & { parsedBefore: ParsedManifest };

/** An object on both sides of a change; null where it is not there. It may stand in another file than before. */
export type ObjectPair = { before: ManifestSubject | null; after: ManifestSubject | null };

/** The objects of all files by what tells them apart in a cluster. */
export function pairsOf(files: readonly BothSides[]): ObjectPair[] {
  const pairs = new Map<string, ObjectPair>();
  for (const subject of files.flatMap(({ path, parsedBefore }) => subjectsIn(path, parsedBefore))) {
    pairs.set(keyOf(subject), { before: subject, after: null });
  }
  for (const subject of files.flatMap(({ path, parsed }) => subjectsIn(path, parsed))) {
    pairs.set(keyOf(subject), { before: pairs.get(keyOf(subject))?.before ?? null, after: subject });
  }
  return [...pairs.values()];
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
