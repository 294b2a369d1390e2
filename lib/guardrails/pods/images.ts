import type { GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { nestedValues } from '../reading/embedded.ts';
import { filesWithRoles } from '../reading/files.ts';
import { isPolicy, type ManifestSubject, subjectOf } from '../reading/objects.ts';
import { walkValues } from '../reading/walk.ts';
import { containersOf, podSpecsOf } from './pod-specs.ts';

type Image = {
  path: ManifestPath;
  text: string;
  where: string;
  /** Whether a missing tag is a mistake here. */
  needsTag: boolean;
  /** Whether the name is the image's whole one: a tag alone, or what a chart puts a registry before, is not. */
  isWhole: boolean;
};

/** An image that a change names, and the object or the file that names it. */
export type FoundImage = Image & { subject: ManifestSubject };

/** Kinds whose containers run as they stand. */
const WORKLOADS = new Set([
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Rollout',
]);

const NO_OBJECT: Omit<ManifestSubject, 'file' | 'document'> = {
  value: {},
  apiVersion: '',
  kind: '',
  name: '',
  namespace: '',
  label: '',
};

/** Every image that the files of a change name. */
export function imagesOf(input: Pick<GuardrailInput, 'files' | 'repository'>): FoundImage[] {
  const found: FoundImage[] = [];
  for (const { file, role } of filesWithRoles(input)) {
    if (role !== 'manifest' && role !== 'values') {
      continue;
    }
    for (const document of file.parsed.documents) {
      const subject = subjectOf(file.path, document);
      for (const place of isPolicy(subject) ? [] : nestedValues(document)) {
        const isValues = subject === null || place.path.length > 0;
        const about = subject ?? { ...NO_OBJECT, file: file.path, document };
        for (const image of imagesIn(place.value, isValues, WORKLOADS.has(subject?.kind ?? ''))) {
          found.push({ ...image, path: place.locate(image.path), subject: about });
        }
      }
    }
  }
  return found;
}

/** Every image that a document names: in pods, in volumes, in the settings of a chart and in fields called `image`. */
function imagesIn(value: unknown, isValues: boolean, isWorkload: boolean): Image[] {
  const images: Image[] = [];
  const seen = new Set<string>();
  const add = (image: Image) => {
    const key = image.path.join('\u0000');
    if (!seen.has(key)) {
      seen.add(key);
      images.push(image);
    }
  };
  for (const pod of podSpecsOf(value)) {
    for (const container of containersOf(pod)) {
      const { image } = container.fields;
      const where = `container ${container.name}`;
      // Operators and charts fill in what the containers of their own objects leave out.
      if (typeof image === 'string' || (isWorkload && !isValues)) {
        const text = typeof image === 'string' ? image : '';
        add({ path: [...container.path, 'image'], text, where, needsTag: true, isWhole: true });
      }
    }
  }
  for (const visit of walkValues(value)) {
    const image = imageAt(visit.value, visit.path, visit.key, isValues);
    if (image !== null) {
      add(image);
    }
  }
  return images;
}

/** An image that is written as `image: name:tag`, as `{repository, tag}`, or as a parameter that sets such a field. */
function imageAt(value: unknown, path: ManifestPath, key: string, isValues: boolean): Image | null {
  const where = key === '' ? 'image' : key;
  if (typeof value === 'string' && /^images?$/i.test(key) && value !== '') {
    // Charts take more containers under names such as extraContainers and sidecars.
    const needsTag = /(?:containers|sidecars)$/i.test(String(path.at(-3)));
    // Kustomize writes `name=name:tag` into its list of images.
    return { path, text: value.split('=').at(-1) ?? value, where, needsTag, isWhole: !isValues };
  }
  if (!isRecord(value)) {
    return null;
  }
  const { repository, tag, digest, reference, name, newTag, newName } = value;
  if (typeof reference === 'string' && key === 'image') {
    return { path: [...path, 'reference'], text: reference, where, needsTag: true, isWhole: true };
  }
  if (typeof newTag === 'string') {
    return {
      path: [...path, 'newTag'],
      text: `${String(newName ?? name)}:${newTag}`,
      where,
      needsTag: false,
      isWhole: true,
    };
  }
  if (typeof tag === 'string' && tag !== '' && (isValues || typeof repository === 'string') && !digest) {
    const of = typeof repository === 'string' && repository !== '' ? repository : 'image';
    return { path: [...path, 'tag'], text: `${of}:${tag}`, where, needsTag: false, isWhole: false };
  }
  const parameter = fieldsOf(value);
  if (typeof name === 'string' && /(?:^|\.)(?:image)?tag$/i.test(name) && typeof parameter.value === 'string') {
    return { path: [...path, 'value'], text: `image:${parameter.value}`, where: name, needsTag: false, isWhole: false };
  }
  return null;
}
