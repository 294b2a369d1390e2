import { type Fields, fieldsOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Source } from '../application/spec.ts';
import { CHARTS } from '../charts/index.ts';
import { normalizeRepoUrl } from '../git/repositories.ts';
import { ManifestError } from '../manifests/directory.ts';
import { parseYamlDocuments, YamlError } from '../manifests/parse-yaml.ts';
import type { Chart } from './chart.ts';
import { mergeValues, parameterValues } from './merge-values.ts';
import { resolveVersion } from './version-range.ts';

function pullCommand(source: Source): string {
  return `\`helm pull --destination /tmp/chart --version ${source.targetRevision} --repo ${source.repoURL} ${source.chart}\` failed exit status 1`;
}

/** The chart and version a source names. Throws ManifestError in Helm's words where the repository has none. */
export function findChart(source: Source): { chart: Chart; version: string } {
  const { repoURL } = source;
  const inRepository = CHARTS.filter((chart) => normalizeRepoUrl(chart.repoURL) === normalizeRepoUrl(repoURL));
  if (inRepository.length === 0) {
    const host = URL.canParse(repoURL) ? new URL(repoURL).host : repoURL;
    throw new ManifestError(
      `${pullCommand(source)}: Error: looks like "${repoURL}" is not a valid chart repository or cannot be reached: Get "${repoURL}/index.yaml": dial tcp: lookup ${host}: no such host`,
    );
  }
  const chart = inRepository.find((one) => one.name === source.chart);
  const version = chart === undefined ? null : resolveVersion(source.targetRevision, chart.versions);
  if (chart === undefined || version === null) {
    throw new ManifestError(
      `${pullCommand(source)}: Error: chart "${source.chart}" version "${source.targetRevision}" not found in ${repoURL} repository`,
    );
  }
  return { chart, version };
}

/** Finds the file a source's `valueFiles` names; null when it is not there. */
export type ValueFileReader = (file: string) => string | null;

function readValues(text: string, name: string): Fields {
  try {
    return fieldsOf(parseYamlDocuments(text)[0]);
  } catch (error) {
    throw error instanceof YamlError
      ? new ManifestError(`\`helm template .\` failed exit status 1: Error: failed to parse ${name}: ${error.message}`)
      : error;
  }
}

function collectValues(source: Source, chart: Chart, readFile: ValueFileReader): Fields {
  const { helm } = source;
  let values = chart.defaults;
  for (const file of helm.valueFiles) {
    const text = readFile(file);
    if (text === null && !helm.ignoreMissingValueFiles) {
      throw new ManifestError(
        `\`helm template . --name-template ${helm.releaseName} --values ${file}\` failed exit status 1: Error: open ${file}: no such file or directory`,
      );
    }
    values = text === null ? values : mergeValues(values, readValues(text, file));
  }
  // `valuesObject` takes the place of `values` where both are given.
  const inline = Object.keys(helm.valuesObject).length > 0 ? helm.valuesObject : readValues(helm.values, 'values');
  values = mergeValues(values, inline);
  for (const { name, value, forceString } of helm.parameters) {
    values = mergeValues(values, parameterValues(name, value, forceString));
  }
  return values;
}

/** Renders the chart of a source as `helm template` would. Throws ManifestError. */
export function renderChart(
  source: Source,
  options: { applicationName: string; namespace: string; readFile: ValueFileReader },
): { objects: KubeObject[]; version: string } {
  const { chart, version } = findChart(source);
  const values = collectValues(source, chart, options.readFile);
  const release = source.helm.releaseName || options.applicationName;
  const objects = chart.render({ release, namespace: options.namespace, values, version });
  return {
    objects: source.helm.skipCrds ? objects.filter((one) => one.kind !== 'CustomResourceDefinition') : objects,
    version,
  };
}
