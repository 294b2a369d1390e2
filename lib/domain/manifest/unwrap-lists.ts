import { isRecord, type ManifestDocument } from './manifest.ts';

/**
 * Gives the objects inside a list as documents of their own, with their lines. Argo CD and the API machinery take any
 * object with an `items` list for one, whatever its kind says (apimachinery, Unstructured.IsList), so a wrapper
 * that does not call itself a list stays as well, to be judged for what it claims to be.
 */
export function unwrapLists(document: ManifestDocument): ManifestDocument[] {
  const { value } = document;
  if (!isRecord(value) || typeof value.kind !== 'string' || !Array.isArray(value.items)) {
    return [document];
  }
  const items = value.items.flatMap((item, index) => unwrapLists(subdocument(document, item, index)));
  return value.kind.endsWith('List') ? items : [document, ...items];
}

function subdocument(parent: ManifestDocument, value: unknown, index: number): ManifestDocument {
  return {
    value,
    lineOf: (path) => parent.lineOf(['items', index, ...path]),
    ambiguous: parent.ambiguous
      .filter(({ path }) => path[0] === 'items' && path[1] === index)
      .map((scalar) => ({ ...scalar, path: scalar.path.slice(2) })),
  };
}
