import { isManifestObject, type ManifestDocument, type ManifestObject } from '../manifest/manifest.ts';
import { isSame } from '../value/same.ts';
import { type Impact, impactOf } from './impact.ts';

/** What becomes of an object that the files declare. */
export type Fate = 'added' | 'changed' | 'removed';

export type ChangedObject = { kind: string; namespace: string; name: string; fate: Fate };

/** What files declare on one side of a change. */
export type Declared = Pick<Impact, 'total' | 'vramBytes' | 'storageBytes'>;

/** What a change does to the platform: its objects, and what they ask for before and after. */
export type ImpactChange = {
  /** What goes first, then what changes, then what comes; what stays as it is is only counted. */
  objects: ChangedObject[];
  unchanged: number;
  before: Declared;
  after: Declared;
};

const WORST_FIRST: readonly Fate[] = ['removed', 'changed', 'added'];

/** Compares what stands in the files before and after, object by object: one that only moves to another file stays. */
export function impactChangeOf(before: readonly ManifestDocument[], after: readonly ManifestDocument[]): ImpactChange {
  const old = objectsOf(before);
  const fresh = objectsOf(after);
  const fates = [...new Map([...old, ...fresh])].map(([key, { kind, metadata }]) => ({
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    fate: fateOf(old.get(key), fresh.get(key)),
  }));
  const objects = fates.filter((object): object is ChangedObject => object.fate !== null);
  return {
    objects: objects.toSorted((a, b) => WORST_FIRST.indexOf(a.fate) - WORST_FIRST.indexOf(b.fate)),
    unchanged: fates.length - objects.length,
    before: declaredBy(before),
    after: declaredBy(after),
  };
}

function fateOf(before: ManifestObject | undefined, after: ManifestObject | undefined): Fate | null {
  if (before === undefined || after === undefined) {
    return before === undefined ? 'added' : 'removed';
  }
  return isSame(before, after) ? null : 'changed';
}

function declaredBy(documents: readonly ManifestDocument[]): Declared {
  const { total, vramBytes, storageBytes } = impactOf(documents);
  return { total, vramBytes, storageBytes };
}

/** Objects by what tells them apart in a cluster: the version of their kind's group does not. */
function objectsOf(documents: readonly ManifestDocument[]): Map<string, ManifestObject> {
  const objects = documents.map(({ value }) => value).filter(isManifestObject);
  return new Map(objects.map((object) => [objectKey(object), object]));
}

function objectKey({ apiVersion, kind, metadata: { namespace = '', name } }: ManifestObject): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return JSON.stringify([group, kind, namespace, name]);
}
