import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { type Fields, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { matchesGlob, parseGlob } from '#lib/domain/value/glob.ts';
import type { ChildHealthCheck, GateSettings } from '#lib/domain/wave/child-health.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../_shared/object-metadata.ts';

/** Argo CD's own settings. Projects and clusters are elsewhere, so the portal asks for no other ConfigMap. */
export const SETTINGS_NAME = 'argocd-cm';
/** Gives Applications a health check (docs/operator-manual/health.md: there has been none since 1.8). */
export const HEALTH_KEY = 'resource.customizations.health.argoproj.io_Application';
/** All customisations in one text, by group and kind; where both say something, the key of its own counts. */
const OLD_KEY = 'resource.customizations';
/** Projects whose rules, sync windows among them, count in every project that a selector of labels finds. */
const GLOBAL_PROJECTS_KEY = 'globalProjects';
const APPLICATION = 'argoproj.io/Application';
const LONGEST_TEXT = 256 * 1024;

/** The one ConfigMap that says whether waves between applications wait, and whether projects have more than their own rules. */
export function settingsKind(namespace: string): KindDescriptor<GateSettings> {
  return {
    group: '',
    version: 'v1',
    resource: 'configmaps',
    kind: 'ConfigMap',
    namespaced: true,
    only: { namespace, name: SETTINGS_NAME },
    idOf: ({ id }) => id,
    toDomain(object) {
      const metadata = readMetadata(object);
      const data = fieldsOf(object.data);
      const globalProjects = textOf(data[GLOBAL_PROJECTS_KEY], LONGEST_TEXT);
      return {
        id: `${metadata.namespace}/${metadata.name}`,
        check: readChildHealthCheck(data),
        ...(itemsOf(parseManifest(globalProjects).documents[0]?.value).length > 0 ? { hasGlobalProjects: true } : {}),
      };
    },
  };
}

/** Lua is not run: a check is known by what it reads. */
export function readChildHealthCheck(data: Fields): ChildHealthCheck {
  const lua = textOf(data[HEALTH_KEY], LONGEST_TEXT).trim() || readOldForm(textOf(data[OLD_KEY], LONGEST_TEXT));
  if (lua === '') {
    return 'none';
  }
  const code = lua.replace(/--[^\n]*/g, '');
  return /\bobj\s*(?:\.\s*status|\[\s*['"]status['"]\s*\])\s*(?:\.\s*health|\[\s*['"]health['"]\s*\])\s*(?:\.\s*status|\[\s*['"]status['"]\s*\])/.test(
    code,
  )
    ? 'passes-on'
    : 'own';
}

/** An exact name comes before a pattern such as `argoproj.io/*` (argo-cd util/lua, GetHealthScript). */
function readOldForm(text: string): string {
  const customizations = fieldsOf(parseManifest(text).documents[0]?.value);
  const exact = luaOf(customizations[APPLICATION]);
  if (exact !== '') {
    return exact;
  }
  // A pattern that cannot be read matches nothing to Argo CD either.
  const matching = Object.keys(customizations).filter((pattern) => {
    const glob = parseGlob(pattern);
    return glob !== null && matchesGlob(glob, APPLICATION);
  });
  return matching.map((pattern) => luaOf(customizations[pattern])).find((lua) => lua !== '') ?? '';
}

function luaOf(customization: unknown): string {
  return textOf(fieldsOf(customization)['health.lua'], LONGEST_TEXT).trim();
}
