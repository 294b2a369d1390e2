import { isMap, parseAllDocuments } from 'yaml';

/**
 * The same manifest with annotations on each of its objects; comments and order stay. Documents that are no Kubernetes
 * objects, such as values of a chart, and text that is no YAML are left as they are.
 */
export function annotated(text: string, annotations: Readonly<Record<string, string>>): string {
  const documents = parseAllDocuments(text, { keepSourceTokens: false });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) {
    return text;
  }
  const objects = documents.filter(
    (document) =>
      isMap(document.contents) && typeof document.get('kind') === 'string' && isMap(document.get('metadata', true)),
  );
  if (objects.length === 0) {
    return text;
  }
  for (const object of objects) {
    for (const [name, value] of Object.entries(annotations)) {
      object.setIn(['metadata', 'annotations', name], value);
    }
  }
  return documents.map((document) => document.toString({ lineWidth: 0 })).join('');
}
