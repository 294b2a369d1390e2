import type { ChangedFile, Finding } from '#lib/domain/guardrail/guardrail.ts';
import { isRecord, type ManifestDocument, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';

/** One document of a file that says of itself which kind of object it is. */
export type ManifestSubject = {
  file: string;
  document: ManifestDocument;
  value: Record<string, unknown>;
  apiVersion: string;
  kind: string;
  /** '' where it has none. */
  name: string;
  /** As written in the object; '' where it is not. */
  namespace: string;
  /** For people: `Deployment shop/web`. */
  label: string;
};

/** The objects in some files. Documents that do not name their kind are left to the rule that demands it. */
export function objectsOf(files: readonly ChangedFile[]): ManifestSubject[] {
  return files
    .flatMap((file) => file.parsed.documents.map((document) => subjectOf(file.path, document)))
    .filter((subject) => subject !== null);
}

/** The object that a document holds; null when it does not say its apiVersion and kind. */
export function subjectOf(file: string, document: ManifestDocument): ManifestSubject | null {
  const { value } = document;
  if (!isRecord(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') {
    return null;
  }
  const metadata = fieldsOf(value.metadata);
  const name = textOf(metadata.name);
  const namespace = textOf(metadata.namespace);
  const { apiVersion, kind } = value;
  const label = `${textOf(kind, 60)} ${namespace === '' ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;
  return { file, document, value, apiVersion, kind, name, namespace, label };
}

/** The group of an apiVersion; '' for the core. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** Kinds whose contents are patterns for other objects, or schemas: a pod in them is not a pod. */
const PATTERN_GROUPS = new Set([
  'kyverno.io',
  'policies.kyverno.io',
  'templates.gatekeeper.sh',
  'constraints.gatekeeper.sh',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
]);

/** Whether an object speaks about other objects instead of being what it shows. Such kinds are the landing zone's to allow. */
export function isPolicy(subject: ManifestSubject | null): boolean {
  return subject !== null && PATTERN_GROUPS.has(groupOf(subject.apiVersion));
}

export type FindingDetail = { message: string; fix?: string; severity?: Finding['severity'] };

/** A finding about a place in an object. */
export function findingIn(subject: ManifestSubject, path: ManifestPath, detail: FindingDetail): Finding {
  return {
    severity: detail.severity ?? 'fail',
    file: subject.file,
    line: subject.document.lineOf(path),
    object: subject.label,
    message: detail.message,
    ...(detail.fix === undefined ? {} : { fix: detail.fix }),
  };
}
