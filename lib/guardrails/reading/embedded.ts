import { isRecord, type ManifestDocument, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';

/** A value to look through, and how its paths are found in the document around it. */
export type Nested = { value: unknown; path: ManifestPath; locate(inner: ManifestPath): ManifestPath };

/**
 * A document itself, and the YAML that an Application carries inside its text: values for a chart and patches of Kustomize.
 * What stands in there is pointed at by the line of the field that holds it.
 */
export function nestedValues(document: ManifestDocument): Nested[] {
  const whole: Nested = { value: document.value, path: [], locate: (inner) => inner };
  return [whole, ...embeddedIn(document.value)];
}

function embeddedIn(value: unknown): Nested[] {
  const { kind, spec } = fieldsOf(value);
  if (kind !== 'Application' && kind !== 'ApplicationSet') {
    return [];
  }
  const nested: Nested[] = [];
  const { source, sources } =
    kind === 'Application' ? fieldsOf(spec) : fieldsOf(fieldsOf(fieldsOf(spec).template).spec);
  const root: ManifestPath = kind === 'Application' ? ['spec'] : ['spec', 'template', 'spec'];
  const all: [unknown, ManifestPath][] = [
    [source, [...root, 'source']],
    ...itemsOf(sources).map((item, index): [unknown, ManifestPath] => [item, [...root, 'sources', index]]),
  ];
  for (const [item, path] of all) {
    const { helm, kustomize } = fieldsOf(item);
    const texts: [unknown, ManifestPath][] = [
      [fieldsOf(helm).values, [...path, 'helm', 'values']],
      ...itemsOf(fieldsOf(kustomize).patches).map((patch, index): [unknown, ManifestPath] => [
        isRecord(patch) ? patch.patch : undefined,
        [...path, 'kustomize', 'patches', index],
      ]),
    ];
    for (const [text, at] of texts) {
      if (typeof text === 'string') {
        nested.push(
          ...parseManifest(text).documents.map((inner) => ({ value: inner.value, path: at, locate: () => at })),
        );
      }
    }
  }
  return nested;
}
