import type { ApplicationSource } from '#lib/domain/application/application.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { shownText } from '../_shared/shown-text.ts';
import { sharedText } from './shared-text.ts';
import { withoutCredentials } from './without-credentials.ts';

const MOST_SOURCES = 100;

/** Where an application's manifests come from. With `sources`, `source` does not count. */
export function readSources(spec: Fields): ApplicationSource[] {
  const several = itemsOf(spec.sources, MOST_SOURCES);
  const sources = several.length > 0 ? several : spec.source === undefined ? [] : [spec.source];
  return sources.map(readSource);
}

function readSource(value: unknown): ApplicationSource {
  const { repoURL, targetRevision, path, chart, ref } = fieldsOf(value);
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
  return source;
}
