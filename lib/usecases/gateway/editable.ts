import type { Application } from '#lib/domain/application/application.ts';
import { isManifestObject, isRecord } from '#lib/domain/manifest/manifest.ts';
import { readParts } from '#lib/domain/manifest/read-parts.ts';
import { writeManifest } from '#lib/domain/manifest/write-yaml.ts';
import { matchesPath } from '#lib/domain/repository/path.ts';
import { findUrlPasswords } from '#lib/domain/secret/text.ts';
import { isHarmless } from '#lib/domain/secret/values.ts';
import { type EditablePart, findCredential, type LocatedObject } from '#lib/gateway/index.ts';
import { findSecretsIn } from '#lib/guardrails/index.ts';
import type { Services } from '#lib/portal/context.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';
import { createReaders } from '#lib/portal/subjects-of.ts';

/** Larger files are nobody's hand, and each edit of one is read anew. */
export const LONGEST_FILE = 64 * 1024;
/** More files than an application that one request can be about has. */
const MOST_FILES = 100;
/** What a model has no business with, sealed or not. */
const SECRETS = ['Secret', 'SealedSecret'];

export type Editable = {
  parts: EditablePart[];
  /** All objects of the files, with those that a model is not shown: what is new must not be one of them, and may lead to them. */
  objects: LocatedObject[];
  /** What each file holds. */
  files: Map<string, string>;
};

/** What of the files a model is shown and may change: objects and values of charts that can be read and hold nothing secret. */
export async function readEditable(
  services: Services,
  { application, within }: { application: Application; within: readonly string[] },
  snapshot: RepositorySnapshot,
): Promise<Editable> {
  const readersOf = createReaders(services, services.repository.ref);
  // What lies in a folder of this one and is read by another one from a folder of its own is the other's.
  const isOwn = (path: string) => readersOf(path).some(({ id }) => id === application.id);
  const paths = [...snapshot.paths]
    .filter((path) => /\.ya?ml$/.test(path) && within.some((pattern) => matchesPath(pattern, path)) && isOwn(path))
    .slice(0, MOST_FILES);
  const files = new Map<string, string>();
  const parts: EditablePart[] = [];
  const objects: LocatedObject[] = [];
  const texts = await Promise.all(paths.map(async (path) => [path, await snapshot.read(path)] as const));
  for (const [path, text] of texts) {
    const read = readParts(text === null || text.length > LONGEST_FILE ? '' : text);
    if (text === null || read.problems.length > 0) {
      continue;
    }
    files.set(path, text);
    for (const [document, value] of read.parts.entries()) {
      if (isManifestObject(value) && KIND.test(value.kind) && NAME.test(value.metadata.name)) {
        objects.push({ file: path, document, value });
      }
      const name = nameOf(path, value);
      if (name !== null && !holdsSecret(value)) {
        const isTaken = parts.some(({ id }) => id === name);
        parts.push({ id: isTaken ? `${name} (${path}, ${document + 1})` : name, file: path, document, value });
      }
    }
  }
  return { parts, objects, files };
}

/** By its shape, by the name of its field or of its environment variable, within an address, or behind base64. */
function holdsSecret(value: unknown): boolean {
  const text = writeManifest(value);
  const inAddress = findUrlPasswords(text).some(({ password }) => !isHarmless(password));
  return inAddress || findCredential(text) !== null || findSecretsIn(value).length > 0;
}

/** As Kubernetes writes them; anything else is a text that somebody put there for a reader. */
const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;
const NAME = /^[a-z0-9]([-a-z0-9.:]{0,251}[a-z0-9])?$/;

/** What a part is called; null for what nobody may change this way, such as lists, in which other objects are. */
function nameOf(path: string, value: unknown): string | null {
  if (!isRecord(value) || Array.isArray(value.items)) {
    return null;
  }
  if (isManifestObject(value)) {
    const { kind, metadata } = value;
    return SECRETS.includes(kind) || !KIND.test(kind) || !NAME.test(metadata.name) ? null : `${kind}/${metadata.name}`;
  }
  const file = path.split('/').at(-1) ?? path;
  return typeof value.kind !== 'string' && /^values[\w.-]{0,60}\.ya?ml$/.test(file) ? file : null;
}
