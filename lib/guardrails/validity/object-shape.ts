import { isRecord } from '#lib/domain/manifest/manifest.ts';
import { cutText, fieldsOf } from '#lib/domain/value/fields.ts';
import { readApplication } from '../reading/applications.ts';
import type { ManifestSubject } from '../reading/objects.ts';
import { dataProblems } from './data-problems.ts';
import { LABEL, LABEL_1035, LABEL_NAME, LABEL_VALUE, quoted, RBAC, type ShapeProblem, SUBDOMAIN } from './names.ts';
import { networkProblems } from './network-problems.ts';
import { podProblems } from './pod-problems.ts';
import { workloadProblems } from './workload-problems.ts';

/** What the API server, or Argo CD, demands of an object beyond its schema. */
export function shapeProblems(subject: ManifestSubject): ShapeProblem[] {
  return [
    ...nameProblems(subject),
    ...labelProblems(subject),
    ...waveProblems(subject),
    ...selectorProblems(subject),
    ...applicationProblems(subject),
  ];
}

/** What the API server demands of whole objects of the kinds that most people write, and what could never run. */
export function kindProblems(subject: ManifestSubject): ShapeProblem[] {
  return [...podProblems(subject), ...workloadProblems(subject), ...networkProblems(subject), ...dataProblems(subject)];
}

/** Of every object (apimachinery, pkg/api/validation). */
function nameProblems({ kind, apiVersion, value, name, namespace }: ManifestSubject): ShapeProblem[] {
  const metadata = fieldsOf(value.metadata);
  if (metadata.name === undefined || metadata.name === null || metadata.name === '') {
    const isGenerated = metadata.generateName !== undefined;
    const message = isGenerated
      ? 'generateName makes a new object at every sync; Argo CD needs metadata.name'
      : 'metadata.name is missing';
    return [{ path: ['metadata', isGenerated ? 'generateName' : 'name'], message, fix: 'metadata:\n  name: NAME' }];
  }
  const problems: ShapeProblem[] = [];
  const isRbac = apiVersion.startsWith('rbac.authorization.k8s.io/');
  const rule = isRbac ? RBAC : kind === 'Service' ? LABEL_1035 : kind === 'Namespace' ? LABEL : SUBDOMAIN;
  if (typeof metadata.name === 'string' && !rule.test(name)) {
    const message = `metadata.name ${quoted(name)} may only hold small letters, digits and dashes, and must begin and end with a letter or digit`;
    problems.push({ path: ['metadata', 'name'], message });
  }
  if (namespace !== '' && !LABEL.test(namespace)) {
    const message = `metadata.namespace ${quoted(namespace)} is not a possible name of a namespace`;
    problems.push({ path: ['metadata', 'namespace'], message });
  }
  return problems;
}

function labelProblems({ value }: ManifestSubject): ShapeProblem[] {
  return Object.entries(fieldsOf(fieldsOf(value.metadata).labels)).flatMap(([key, label]) => {
    const path = ['metadata', 'labels', key];
    const shown = cutText(key, 80);
    const slash = key.indexOf('/');
    const prefix = slash < 0 ? null : key.slice(0, slash);
    if (!LABEL_NAME.test(key.slice(slash + 1)) || (prefix !== null && !SUBDOMAIN.test(prefix))) {
      return [{ path, message: `${quoted(key)} is not a possible name of a label` }];
    }
    return typeof label === 'string' && !LABEL_VALUE.test(label)
      ? [{ path, message: `the label ${shown} may hold at most 63 letters, digits and - _ . in its value` }]
      : [];
  });
}

const WAVE = 'argocd.argoproj.io/sync-wave';

/** Argo CD takes a wave that is no whole number for 0, without a word. */
function waveProblems({ value }: ManifestSubject): ShapeProblem[] {
  const wave = fieldsOf(fieldsOf(value.metadata).annotations)[WAVE];
  if (wave === undefined || (typeof wave === 'string' && /^-?\d{1,9}$/.test(wave))) {
    return [];
  }
  const path = ['metadata', 'annotations', WAVE];
  return [
    { path, message: `the sync wave must be a whole number in quotes; anything else counts as 0`, fix: `${WAVE}: "0"` },
  ];
}

const SELECTING = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);

/** A controller must select the pods that it makes, or the API server refuses it. */
function selectorProblems({ kind, value }: ManifestSubject): ShapeProblem[] {
  const spec = fieldsOf(value.spec);
  const { matchLabels } = fieldsOf(spec.selector);
  const labels = fieldsOf(fieldsOf(fieldsOf(spec.template).metadata).labels);
  if (!SELECTING.has(kind) || !isRecord(matchLabels)) {
    return [];
  }
  return Object.entries(matchLabels)
    .filter(([key, label]) => labels[key] !== label)
    .map(([key, label]) => ({
      path: ['spec', 'selector', 'matchLabels', key],
      message: `the selector asks for ${cutText(key, 80)}, which the pods of its own template do not have`,
      fix: `template:\n  metadata:\n    labels:\n      ${cutText(key, 80)}: ${cutText(String(label), 63)}`,
    }));
}

/** What Argo CD demands of an Application that its schema does not say. */
function applicationProblems(subject: ManifestSubject): ShapeProblem[] {
  const application = readApplication(subject);
  if (application === null) {
    return [];
  }
  const { server, name } = application.destination;
  const problems: ShapeProblem[] = [];
  if (application.sources.length === 0 && fieldsOf(subject.value.spec).sourceHydrator === undefined) {
    problems.push({ path: ['spec'], message: 'spec.source or spec.sources is missing' });
  }
  if (server !== '' && name !== '') {
    problems.push({
      path: ['spec', 'destination'],
      message: 'spec.destination has both server and name; one of them must go',
    });
  }
  for (const { path, fields } of application.sources) {
    if (fields.path === undefined && fields.chart === undefined && fields.ref === undefined) {
      problems.push({ path, message: 'the source has neither path nor chart nor ref' });
    }
  }
  return problems;
}
