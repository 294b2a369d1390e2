import type { SchemaBundle } from './bundle.ts';

let loaded: Promise<SchemaBundle> | null = null;

/** The schemas that come with the portal, read when they are first needed and kept. `generate.ts` makes them before the build. */
export function loadShippedSchemas(): Promise<SchemaBundle> {
  loaded ??= import('./generated/kubernetes.json', { with: { type: 'json' } }).then(
    (module) => module.default as unknown as SchemaBundle,
  );
  return loaded;
}
