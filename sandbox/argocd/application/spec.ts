import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';

export type HelmParameters = {
  releaseName: string;
  valueFiles: string[];
  /** YAML text. */
  values: string;
  valuesObject: Fields;
  parameters: { name: string; value: string; forceString: boolean }[];
  ignoreMissingValueFiles: boolean;
  skipCrds: boolean;
};

export type Source = {
  /** As it stands in the Application, for `comparedTo` and `syncResult`. */
  raw: Fields;
  repoURL: string;
  targetRevision: string;
  path: string;
  chart: string;
  ref: string;
  directory: { recurse: boolean; include: string; exclude: string };
  helm: HelmParameters;
};

export type Retry = { limit: number; durationMs: number; factor: number; maxDurationMs: number };

export type IgnoreDifference = {
  group: string;
  kind: string;
  name: string;
  namespace: string;
  jsonPointers: string[];
};

export type ApplicationSpec = {
  project: string;
  sources: Source[];
  hasMultipleSources: boolean;
  destination: Fields & { namespace: string };
  automated: { prune: boolean; selfHeal: boolean; allowEmpty: boolean } | null;
  syncOptions: string[];
  retry: Retry | null;
  ignoreDifferences: IgnoreDifference[];
  revisionHistoryLimit: number;
  managedNamespaceMetadata: { labels: Record<string, string>; annotations: Record<string, string> } | null;
};

function readHelm(value: unknown): HelmParameters {
  const helm = fieldsOf(value);
  return {
    releaseName: textOf(helm.releaseName),
    valueFiles: listOf(helm.valueFiles).map((file) => textOf(file)),
    values: textOf(helm.values),
    valuesObject: fieldsOf(helm.valuesObject),
    parameters: listOf(helm.parameters).map((one) => {
      const { name, value: text, forceString } = fieldsOf(one);
      return { name: textOf(name), value: textOf(text), forceString: forceString === true };
    }),
    ignoreMissingValueFiles: helm.ignoreMissingValueFiles === true,
    skipCrds: helm.skipCrds === true,
  };
}

function readSource(value: unknown): Source {
  const raw = fieldsOf(value);
  const directory = fieldsOf(raw.directory);
  return {
    raw,
    repoURL: textOf(raw.repoURL),
    targetRevision: textOf(raw.targetRevision),
    path: textOf(raw.path),
    chart: textOf(raw.chart),
    ref: textOf(raw.ref),
    directory: {
      recurse: directory.recurse === true,
      include: textOf(directory.include),
      exclude: textOf(directory.exclude),
    },
    helm: readHelm(raw.helm),
  };
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `3m0s`, `5s`, or plain seconds. */
export function durationMs(value: unknown, fallback: number): number {
  if (typeof value === 'number') {
    return value * 1000;
  }
  const text = textOf(value);
  if (/^\d{1,9}$/.test(text)) {
    return Number(text) * 1000;
  }
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|d)/g)];
  const length = parts.reduce((sum, part) => sum + part[0].length, 0);
  return parts.length === 0 || length !== text.length
    ? fallback
    : parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? 's'] ?? 0), 0);
}

/** Defaults of pkg/apis/application/v1alpha1/types.go: 5 s, doubled each time, 3 min at most. */
export function readRetry(value: unknown): Retry {
  const { limit, backoff } = fieldsOf(value);
  const { duration, factor, maxDuration } = fieldsOf(backoff);
  return {
    limit: numberOf(limit, 0),
    durationMs: durationMs(duration, 5000),
    factor: numberOf(factor, 2),
    maxDurationMs: durationMs(maxDuration, 180_000),
  };
}

function readAutomated(value: unknown): ApplicationSpec['automated'] {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { prune, selfHeal, allowEmpty, enabled } = fieldsOf(value);
  return enabled === false
    ? null
    : { prune: prune === true, selfHeal: selfHeal === true, allowEmpty: allowEmpty === true };
}

function readIgnored(value: unknown): IgnoreDifference {
  const { group, kind, name, namespace, jsonPointers } = fieldsOf(value);
  return {
    group: textOf(group),
    kind: textOf(kind),
    name: textOf(name),
    namespace: textOf(namespace),
    jsonPointers: listOf(jsonPointers).map((pointer) => textOf(pointer)),
  };
}

const specs = new WeakMap<object, ApplicationSpec>();

/** The spec of an Application; what is missing or of another type reads as its default. */
export function readSpec(application: KubeObject): ApplicationSpec {
  const spec = fieldsOf(application.spec);
  const known = specs.get(spec);
  if (known !== undefined) {
    return known;
  }
  const sources = listOf(spec.sources);
  const policy = fieldsOf(spec.syncPolicy);
  const managed = policy.managedNamespaceMetadata;
  const read: ApplicationSpec = {
    project: textOf(spec.project, 'default') || 'default',
    sources: (sources.length > 0 ? sources : [spec.source]).map(readSource),
    hasMultipleSources: sources.length > 0,
    destination: { ...fieldsOf(spec.destination), namespace: textOf(fieldsOf(spec.destination).namespace) },
    automated: readAutomated(policy.automated),
    syncOptions: listOf(policy.syncOptions).map((option) => textOf(option)),
    retry: policy.retry === undefined ? null : readRetry(policy.retry),
    ignoreDifferences: listOf(spec.ignoreDifferences).map(readIgnored),
    revisionHistoryLimit: numberOf(spec.revisionHistoryLimit, 10),
    managedNamespaceMetadata:
      managed === undefined
        ? null
        : {
            labels: fieldsOf(fieldsOf(managed).labels) as Record<string, string>,
            annotations: fieldsOf(fieldsOf(managed).annotations) as Record<string, string>,
          },
  };
  specs.set(spec, read);
  return read;
}
