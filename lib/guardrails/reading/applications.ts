import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import { groupOf, type ManifestSubject } from './objects.ts';

export type ApplicationSourceManifest = { path: ManifestPath; fields: Readonly<Record<string, unknown>> };

/** An Argo CD Application as a file has it; what is missing is ''. */
export type ApplicationManifest = {
  subject: ManifestSubject;
  project: string;
  destination: { server: string; name: string; namespace: string };
  sources: ApplicationSourceManifest[];
};

/** Reads an Application; null for any other kind. */
export function readApplication(subject: ManifestSubject): ApplicationManifest | null {
  if (subject.kind !== 'Application' || groupOf(subject.apiVersion) !== 'argoproj.io') {
    return null;
  }
  const spec = fieldsOf(subject.value.spec);
  const destination = fieldsOf(spec.destination);
  const sources: ApplicationSourceManifest[] = [];
  if (isRecord(spec.source)) {
    sources.push({ path: ['spec', 'source'], fields: spec.source });
  }
  for (const [index, source] of (Array.isArray(spec.sources) ? spec.sources : []).entries()) {
    sources.push({ path: ['spec', 'sources', index], fields: fieldsOf(source) });
  }
  return {
    subject,
    project: textOf(spec.project),
    destination: {
      server: textOf(destination.server),
      name: textOf(destination.name),
      namespace: textOf(destination.namespace),
    },
    sources,
  };
}
