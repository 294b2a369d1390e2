import type { TemplateFilter, TemplateValue } from 'nunjitsu';
import { isRecord } from '#lib/domain/manifest/manifest.ts';
import { toYamlText } from './yaml-text.ts';

/**
 * Filters beside the built-in ones: those that Backstage brings (scaffolder-backend lib/templating/filters), and `yaml`, which puts any
 * value into a manifest so that it stays in its place.
 */
export const FILTERS: Readonly<Record<string, TemplateFilter>> = {
  yaml: (value, indent) => toYamlText(value ?? null, typeof indent === 'number' ? indent : undefined),
  pick: (value, path) => pick(value, String(path ?? '')),
  parseRepoUrl: (url) => parseRepoUrl(String(url ?? '')),
  projectSlug: (url) => {
    const { owner, repo } = parseRepoUrl(String(url ?? ''));
    return `${String(owner ?? '')}/${String(repo)}`;
  },
  parseEntityRef: (reference, defaults) => parseEntityRef(String(reference ?? ''), defaults),
};

function pick(value: TemplateValue | undefined, path: string): TemplateValue | undefined {
  let current: unknown = value;
  for (const step of path.split('.')) {
    current = isRecord(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current as TemplateValue | undefined;
}

/** `github.com?owner=o&repo=r`, as Backstage's RepoUrlPicker gives it. */
function parseRepoUrl(text: string): Record<string, TemplateValue> {
  const query = text.indexOf('?');
  const host = query < 0 ? '' : text.slice(0, query);
  const parameters = new URLSearchParams(query < 0 ? '' : text.slice(query + 1));
  const repo = parameters.get('repo');
  if (host === '' || repo === null || repo === '') {
    throw new Error('a repository URL has the form host?owner=OWNER&repo=REPOSITORY');
  }
  const others = ['owner', 'organization', 'workspace', 'project'].flatMap((name): [string, string][] => {
    const value = parameters.get(name);
    return value === null ? [] : [[name, value]];
  });
  return Object.fromEntries<TemplateValue>([['host', host], ['repo', repo], ...others]);
}

/** `[kind:][namespace/]name`, as entities are referred to in a catalogue. */
function parseEntityRef(text: string, defaults: TemplateValue | undefined): Record<string, TemplateValue> {
  const given = isRecord(defaults) ? defaults : {};
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  const slash = rest.indexOf('/');
  const kind = colon < 0 ? given.defaultKind : text.slice(0, colon);
  const namespace = slash < 0 ? (given.defaultNamespace ?? 'default') : rest.slice(0, slash);
  const name = rest.slice(slash + 1);
  if (typeof kind !== 'string' || kind === '' || name === '') {
    throw new Error('an entity reference has the form kind:namespace/name');
  }
  return { kind: kind.toLowerCase(), namespace: String(namespace).toLowerCase(), name: name.toLowerCase() };
}
