import { isManifestObject } from '#lib/domain/manifest/manifest.ts';
import { readParts } from '#lib/domain/manifest/read-parts.ts';
import { writeManifest } from '#lib/domain/manifest/write-yaml.ts';
import { matchesPath } from '#lib/domain/repository/path.ts';
import { type EditablePart, findCredential } from '#lib/gateway/index.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';

/** More files than an application that one request can be about has. */
const MOST_FILES = 100;
/** What a model has no business with, sealed or not. */
const SECRETS = ['Secret', 'SealedSecret'];

export type Editable = {
  parts: EditablePart[];
  /** What each file holds. */
  files: Map<string, string>;
};

/** What of the files a model is shown and may change: objects and values of charts that can be read and hold nothing secret. */
export async function readEditable(snapshot: RepositorySnapshot, within: readonly string[]): Promise<Editable> {
  const paths = [...snapshot.paths]
    .filter((path) => /\.ya?ml$/.test(path) && within.some((pattern) => matchesPath(pattern, path)))
    .slice(0, MOST_FILES);
  const files = new Map<string, string>();
  const parts: EditablePart[] = [];
  const texts = await Promise.all(paths.map(async (path) => [path, await snapshot.read(path)] as const));
  for (const [path, text] of texts) {
    const read = readParts(text ?? '');
    if (text === null || read.problems.length > 0) {
      continue;
    }
    files.set(path, text);
    for (const [document, value] of read.parts.entries()) {
      const name = nameOf(path, value);
      if (name !== null && findCredential(writeManifest(value)) === null) {
        const isTaken = parts.some(({ id }) => id === name);
        parts.push({ id: isTaken ? `${name} (${path}, ${document + 1})` : name, file: path, document, value });
      }
    }
  }
  return { parts, files };
}

function nameOf(path: string, value: unknown): string | null {
  if (isManifestObject(value)) {
    return SECRETS.includes(value.kind) ? null : `${value.kind}/${value.metadata.name}`;
  }
  const file = path.split('/').at(-1) ?? path;
  return /^values.*\.ya?ml$/.test(file) ? file : null;
}
