import type { Finding, Guardrail } from '#lib/domain/guardrail/guardrail.ts';
import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { cutText, fieldsOf } from '#lib/domain/value/fields.ts';
import { pinningOf } from './pods/image-reference.ts';
import { containersOf, podSpecsOf } from './pods/pod-specs.ts';
import { nestedValues } from './reading/embedded.ts';
import { conclude, filesWithRoles } from './reading/files.ts';
import { findingIn, isPolicy, type ManifestSubject, subjectOf } from './reading/objects.ts';
import { walkValues } from './reading/walk.ts';

export const pinnedImages: Guardrail = {
  id: 'pinned-images',
  title: 'Images carry a fixed version',
  rationale:
    'An image without a tag, or with latest, is another image after every push: nobody can say what runs, or go back to it.',
  evaluate(input) {
    const findings: Finding[] = [];
    let looked = false;
    for (const { file, role } of filesWithRoles(input)) {
      if (role !== 'manifest' && role !== 'values') {
        continue;
      }
      for (const document of file.parsed.documents) {
        const subject = subjectOf(file.path, document);
        for (const place of isPolicy(subject) ? [] : nestedValues(document)) {
          const isValues = subject === null || place.path.length > 0;
          const images = imagesIn(place.value, isValues, WORKLOADS.has(subject?.kind ?? ''));
          looked ||= images.length > 0;
          const about = subject ?? { ...NO_OBJECT, file: file.path, document };
          findings.push(...images.flatMap((image) => judge(about, { ...image, path: place.locate(image.path) })));
        }
      }
    }
    return conclude(input, findings, looked, 'images');
  },
};

const NO_OBJECT: Omit<ManifestSubject, 'file' | 'document'> = {
  value: {},
  apiVersion: '',
  kind: '',
  name: '',
  namespace: '',
  label: '',
};

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

type Image = {
  path: ManifestPath;
  text: string;
  where: string /** Whether a missing tag is a mistake here. */;
  needsTag: boolean;
};

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
        add({ path: [...container.path, 'image'], text, where, needsTag: true });
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
    return { path, text: value.split('=').at(-1) ?? value, where, needsTag };
  }
  if (!isRecord(value)) {
    return null;
  }
  const { repository, tag, digest, reference, name, newTag, newName } = value;
  if (typeof reference === 'string' && key === 'image') {
    return { path: [...path, 'reference'], text: reference, where, needsTag: true };
  }
  if (typeof newTag === 'string') {
    return { path: [...path, 'newTag'], text: `${String(newName ?? name)}:${newTag}`, where, needsTag: false };
  }
  if (typeof tag === 'string' && tag !== '' && (isValues || typeof repository === 'string') && !digest) {
    const of = typeof repository === 'string' && repository !== '' ? repository : 'image';
    return { path: [...path, 'tag'], text: `${of}:${tag}`, where, needsTag: false };
  }
  const parameter = fieldsOf(value);
  if (typeof name === 'string' && /(?:^|\.)(?:image)?tag$/i.test(name) && typeof parameter.value === 'string') {
    return { path: [...path, 'value'], text: `image:${parameter.value}`, where: name, needsTag: false };
  }
  return null;
}

function judge(subject: ManifestSubject, image: Image): Finding[] {
  const shown = cutText(image.text, 120);
  const pinning = pinningOf(image.text);
  const report = (message: string, severity: Finding['severity'] = 'fail') => {
    const fix = `Name a version, such as ${withoutTag(image.text)}:1.2.3, or a digest.`;
    const { object, ...found } = findingIn(subject, image.path, { message, severity, fix });
    return [object === '' || object === undefined ? found : { ...found, object }];
  };
  switch (pinning) {
    case 'latest':
      return report(`${image.where} uses ${shown}: latest is another image after every push`);
    case 'untagged':
      return image.needsTag ? report(`${image.where} uses ${shown} without a tag, which means latest`) : [];
    case 'unreadable':
      return image.needsTag
        ? report(
            image.text === ''
              ? `${image.where} names no image`
              : `${image.where}: ${shown} is not a reference to an image`,
          )
        : [];
    case 'moving':
      return report(`${image.where} uses ${shown}, a tag that is usually moved to newer images`, 'warn');
    case 'pinned':
      return [];
  }
}

function withoutTag(text: string): string {
  const [name = ''] = cutText(text, 120).split('@');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return (colon < 0 ? name : name.slice(0, colon)) || 'name';
}
