import { fieldsOf, isFields, listOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Snapshot } from '../git/snapshots.ts';
import { matchesGlob } from './glob.ts';
import { parseYamlDocuments, YamlError } from './parse-yaml.ts';

/** Manifests that could not be made; the message is what follows `failed to generate manifest for source …: `. */
export class ManifestError extends Error {
  constructor(message: string, code: 'Unknown' | 'FailedPrecondition' = 'Unknown') {
    super(`rpc error: code = ${code} desc = ${message}`);
    this.name = 'ManifestError';
  }
}

export type DirectorySource = {
  path: string;
  recurse: boolean;
  include: string;
  exclude: string;
};

const MANIFEST_FILE = /\.(yaml|yml|json)$/;
const SKIP_MARKER = '+argocd:skip-file-rendering';

function folderPrefix(path: string): string {
  const clean = path.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  return clean === '' || clean === '.' ? '' : `${clean}/`;
}

/** The files of an application's path, relative to it, in order of their names. */
function filesBelow(snapshot: Snapshot, path: string): [relative: string, text: string][] {
  const prefix = folderPrefix(path);
  return [...snapshot.files]
    .filter(([file]) => file.startsWith(prefix))
    .map(([file, text]): [string, string] => [file.slice(prefix.length), text])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function isWanted(relative: string, source: DirectorySource): boolean {
  return (
    MANIFEST_FILE.test(relative) &&
    (source.recurse || !relative.includes('/')) &&
    (source.exclude === '' || !matchesGlob(source.exclude, relative)) &&
    (source.include === '' || matchesGlob(source.include, relative))
  );
}

/** Takes `List` objects apart, as Argo CD does before it looks at anything. */
function flatten(value: unknown): unknown[] {
  const { kind, items } = fieldsOf(value);
  return textOf(kind).endsWith('List') && Array.isArray(items) ? items.flatMap(flatten) : [value];
}

function asObject(value: unknown, file: string): KubeObject {
  const { apiVersion, kind, metadata } = fieldsOf(value);
  if (!isFields(value) || textOf(kind) === '' || textOf(apiVersion) === '') {
    throw new ManifestError(
      `Failed to unmarshal "${file}": Object 'Kind' is missing in '${JSON.stringify(value).slice(0, 200)}'`,
      'FailedPrecondition',
    );
  }
  return {
    ...value,
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    metadata: { name: '', ...fieldsOf(metadata) },
  };
}

/** What an Argo CD without the sandbox would build with another tool. */
function foreignTool(files: readonly [string, string][]): string | null {
  const names = files.map(([relative]) => relative);
  if (names.some((name) => /^(kustomization\.ya?ml|Kustomization)$/.test(name))) {
    return 'Kustomize';
  }
  return names.includes('Chart.yaml') ? 'Helm charts in git' : null;
}

/**
 * The objects of a directory of plain manifests: reposerver/repository/repository.go, findManifests.
 * @throws ManifestError in upstream's words where the path is missing or a file cannot be read
 */
export function directoryManifests(snapshot: Snapshot, source: DirectorySource): KubeObject[] {
  const files = filesBelow(snapshot, source.path);
  if (files.length === 0 && folderPrefix(source.path) !== '') {
    throw new ManifestError(`${source.path}: app path does not exist`);
  }
  const tool = foreignTool(files);
  if (tool !== null) {
    throw new ManifestError(`the sandbox has no ${tool}: use a directory of plain manifests or a chart it knows`);
  }
  return files
    .filter(([relative, text]) => isWanted(relative, source) && !text.includes(SKIP_MARKER))
    .flatMap(([relative, text]) => {
      try {
        return listOf(parseYamlDocuments(text).flatMap(flatten)).map((value) => asObject(value, relative));
      } catch (error) {
        throw error instanceof YamlError
          ? new ManifestError(
              `Failed to unmarshal "${relative}": failed to unmarshal manifest: ${error.message}`,
              'FailedPrecondition',
            )
          : error;
      }
    });
}
