import { parseAllDocuments, type Tags } from 'yaml';

/**
 * YAML as Kubernetes reads it (sigs.k8s.io/yaml): version 1.1, so that `yes` is true, but without times of day and
 * dates, and with the last of two equal keys counting.
 */
const OPTIONS = {
  schema: 'yaml-1.1',
  uniqueKeys: false,
  merge: true,
  customTags: (tags: Tags) =>
    tags.filter(
      (tag) => typeof tag === 'string' || !/time|binary|omap|pairs|set/i.test(`${tag.tag}${tag.format ?? ''}`),
    ),
} as const;

/** Aliases can make a few bytes into gigabytes. */
const MOST_ALIASES = 100;

/** A text that is no YAML; the message is that of the parser, in one line. */
export class YamlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'YamlError';
  }
}

/** The documents of a YAML or JSON text, empty ones left out. Throws YamlError. */
export function parseYamlDocuments(text: string): unknown[] {
  const parsed = parseAllDocuments(text, OPTIONS);
  const documents = 'empty' in parsed ? [] : parsed;
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.linePos?.[0].line;
      const first = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
      throw new YamlError(`error converting YAML to JSON: yaml: ${line === undefined ? '' : `line ${line}: `}${first}`);
    }
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: MOST_ALIASES });
    } catch (failure) {
      throw new YamlError(`error converting YAML to JSON: ${failure instanceof Error ? failure.message : 'unknown'}`);
    }
    return value === null || value === undefined ? [] : [value];
  });
}
