import type { ApplicationSource, ApplicationValues } from '#lib/domain/application/application.ts';
import { MODEL_CHART } from '#lib/domain/model/declared.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { shownText } from '../_shared/shown-text.ts';
import { sharedText } from './shared-text.ts';
import { withoutCredentials } from './without-credentials.ts';

const MOST_SOURCES = 100;
const LONGEST_VALUES = 128 * 1024;

/** Where an application's manifests come from. With `sources`, `source` does not count. */
export function readSources(spec: Fields): ApplicationSource[] {
  const several = itemsOf(spec.sources, MOST_SOURCES);
  const sources = several.length > 0 ? several : spec.source === undefined ? [] : [spec.source];
  return sources.map(readSource);
}

function readSource(value: unknown): ApplicationSource {
  const { repoURL, targetRevision, path, chart, ref, helm, directory, kustomize, plugin } = fieldsOf(value);
  const { include, exclude, recurse } = fieldsOf(directory);
  const source: ApplicationSource = {
    repoUrl: sharedText(shownText(typeof repoURL === 'string' ? withoutCredentials(repoURL) : '', 1024)),
    // Argo CD reads the head of the default branch where nothing is said.
    targetRevision: sharedText(shownText(targetRevision) || 'HEAD'),
  };
  for (const [field, text] of [
    ['path', path],
    ['chart', chart],
    ['ref', ref],
  ] as const) {
    if (typeof text === 'string' && text !== '') {
      source[field] = shownText(text, 1024);
    }
  }
  if (recurse === true) {
    source.isRecursive = true;
  }
  const isChosen = [include, exclude].some((pattern) => typeof pattern === 'string' && pattern !== '');
  if (isChosen || [helm, kustomize, plugin].some((tool) => tool !== undefined && tool !== null)) {
    source.isSelective = true;
  }
  // Of thousands of applications, only what is looked into is kept.
  return source.chart === MODEL_CHART ? { ...source, helm: readValues(fieldsOf(helm)) } : source;
}

/** An object wins over a text (argo-cd util/helm: `valuesObject` replaces `values`). */
function readValues({ valueFiles, values, valuesObject, parameters }: Fields): ApplicationValues {
  const inline = typeof valuesObject === 'object' && valuesObject !== null ? JSON.stringify(valuesObject) : values;
  return {
    valueFiles: itemsOf(valueFiles, MOST_SOURCES).map((file) => shownText(file, 1024)),
    inline: typeof inline !== 'string' ? '' : inline.length <= LONGEST_VALUES ? inline : null,
    parameters: itemsOf(parameters, MOST_SOURCES).map((parameter) => shownText(fieldsOf(parameter).name)),
  };
}
