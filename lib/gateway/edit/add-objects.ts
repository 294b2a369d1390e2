import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import type { Fields } from '#lib/domain/value/fields.ts';
import { connectionsOf, type Network } from '../objects/connections.ts';
import { type DraftFile, filesOf, makeObjects } from '../objects/index.ts';
import type { MakeableKind, ObjectPlace } from '../objects/kind.ts';
import { linesOf, objectProblem } from '../objects/object-problem.ts';

/** Where new objects of an application go, and which there may be. */
export type Additions = Omit<ObjectPlace, 'existing' | 'made'> & {
  /** Every plain manifest that lies in it is delivered. */
  folder: string;
  kinds: readonly MakeableKind[];
  /** What network policies go with new pods by; null where none may. */
  network: Network | null;
  /** Where objects go that name no namespace. */
  usualNamespace: string;
  /** Whether there is such a file already. */
  isTaken(path: string): boolean;
  /** Whether git or the cluster has such an object in this namespace already, whoever it is of. */
  isThere(kind: string, name: string): boolean;
};

/**
 * The objects that a model would have beside those that are there, as files. What cannot be done is a sentence that the model
 * is told.
 * @param answer lists of the kinds
 * @param objects of the application as they will be
 */
export function addObjects(
  answer: Fields,
  objects: readonly ManifestObject[],
  { kinds, network, isTaken, isThere, usualNamespace, ...place }: Additions,
): { added: DraftFile[] } | { problem: string } {
  const existing = objects.filter(({ metadata }) => (metadata.namespace ?? usualNamespace) === place.namespace);
  const made = makeObjects(answer, kinds, { ...place, existing });
  if ('problem' in made) {
    return made;
  }
  const isFree = (name: string) =>
    !(isThere('NetworkPolicy', name) || isTaken(`${place.folder}/networkpolicy-${name}.yaml`));
  const connections = network === null ? [] : connectionsOf(made.objects, existing, { ...place, ...network, isFree });
  const added = [...made.objects, ...connections];
  const all: ManifestObject[] = [...existing, ...added];
  const problems = linesOf(added, (object) =>
    isThere(object.kind, object.metadata.name)
      ? 'is there already: give the new one a part of its own'
      : objectProblem(object, all, existing),
  );
  const files = filesOf(added, place.folder);
  const taken = files.filter(({ path }) => isTaken(path));
  problems.push(...taken.map(({ path }) => `- There is a file ${path} already: give the new object another part.`));
  return problems.length > 0 ? { problem: `These objects cannot be added:\n${problems.join('\n')}` } : { added: files };
}
