import { PLATFORM_NAMESPACES } from '../guardrail/landing-zone.ts';

/** What a request to the gateway may be called: a part of a branch, of a path and of names of objects. */
export const APP_NAME = /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/;

/** Whether a name belongs to the platform itself, so that nothing may be made or changed under it. */
export function isPlatforms(name: string): boolean {
  return PLATFORM_NAMESPACES.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
