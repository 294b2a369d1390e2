import { stringify } from 'yaml';

/** A plain value as YAML, with sorted keys, so that two objects can be laid beside each other. */
export function writeYaml(value: unknown): string {
  return stringify(value, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}

/** A manifest as people write them: the keys in the order they were put. */
export function writeManifest(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
