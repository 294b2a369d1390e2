import { addText } from '../manifest/add-text.ts';
import { parseManifest } from '../manifest/parse.ts';
import { fieldsOf } from '../value/fields.ts';

/** The key of `argocd-cm` that gives applications a health check. */
export const HEALTH_CHECK_KEY = 'resource.customizations.health.argoproj.io_Application';

/** Passes on what an application reports, and holds until it reports anything. */
const LUA = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil and obj.status.health ~= nil then
  if obj.status.health.status ~= nil then
    hs.status = obj.status.health.status
  end
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
`;

/** As it stands below `data` of the ConfigMap, for whoever adds it by hand. */
export const HEALTH_CHECK_SNIPPET = `${HEALTH_CHECK_KEY}: |\n${LUA.replaceAll(/^(?=.)/gm, '  ')}`;

/** Where values of the charts for Argo CD hold `argocd-cm`: alone, and below a chart that brings it as its part. */
const VALUES = [
  ['configs', 'cm'],
  ['argo-cd', 'configs', 'cm'],
];

type Place = { document: number; path: readonly string[] };

/**
 * What a file says of the check: `there`, or `missing` where it makes `argocd-cm` without one; null for a file that
 * does not make it.
 */
export function healthCheckIn(file: string): 'there' | 'missing' | null {
  const place = placeIn(file);
  if (place === null) {
    return null;
  }
  const mapping = fieldsAt(parseManifest(file).documents[place.document]?.value, place.path);
  return Object.hasOwn(mapping, HEALTH_CHECK_KEY) ? 'there' : 'missing';
}

/** The file with the check added and nothing else changed; null where it does not belong there or is there already. */
export function withHealthCheck(file: string): string | null {
  const place = placeIn(file);
  return place === null ? null : addText(file, { ...place, key: HEALTH_CHECK_KEY, text: LUA });
}

function placeIn(file: string): Place | null {
  // Reading a whole file is dear, and few of a repository have anything to do with it.
  if (!file.includes('argocd-cm') && !/^\s*cm:/m.test(file)) {
    return null;
  }
  for (const [document, { value }] of parseManifest(file).documents.entries()) {
    const { kind, metadata } = fieldsOf(value);
    if (kind === 'ConfigMap' && fieldsOf(metadata).name === 'argocd-cm') {
      return { document, path: ['data'] };
    }
    const path = VALUES.find((keys) => kind === undefined && Object.keys(fieldsAt(value, keys)).length > 0);
    if (path !== undefined) {
      return { document, path };
    }
  }
  return null;
}

function fieldsAt(value: unknown, path: readonly string[]) {
  return fieldsOf(path.reduce<unknown>((within, step) => fieldsOf(within)[step], value));
}
