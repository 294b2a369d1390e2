import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../kubernetes/object.ts';

/** The objects of one of our own YAML files, in their order. Throws for what is no YAML. */
export function parseManifests(text: string): KubeObject[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  return 'empty' in documents
    ? []
    : documents.map((document) => {
        const [error] = document.errors;
        if (error !== undefined) {
          throw error;
        }
        return document.toJS({ maxAliasCount: 0 }) as KubeObject;
      });
}
