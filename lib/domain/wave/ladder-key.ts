import type { Application } from '../application/application.ts';

/**
 * Which ladder an application stands on: `` for that of the configured root, the id of another application that brings
 * it, `set/namespace/name` of the ApplicationSet that makes it, `none` where nothing brings it.
 */
export type LadderKey = string;

export const CONFIGURED: LadderKey = '';
export const WITHOUT_ROOT: LadderKey = 'none';
const SET = 'set/';

/**
 * @param root the id of the configured root
 * @returns null for the configured root itself
 */
export function ladderKeyOf(
  { id, parent, generatedBy }: Pick<Application, 'id' | 'parent' | 'generatedBy'>,
  root: string,
): LadderKey | null {
  if (parent !== null) {
    return toLadderKey(parent, root);
  }
  return generatedBy !== null ? `${SET}${generatedBy}` : id === root ? null : WITHOUT_ROOT;
}

/** The key of the ladder below an application. */
export function toLadderKey(application: string, root: string): LadderKey {
  return application === root ? CONFIGURED : application;
}

/** What stands at the top of a ladder. An ApplicationSet and nothing at all put their applications in no order. */
export type LadderTop = { kind: 'application' | 'set' | 'none'; id: string };

export function topOf(key: LadderKey, root: string): LadderTop {
  if (key === WITHOUT_ROOT) {
    return { kind: 'none', id: '' };
  }
  // An application in a namespace of that name has one part less.
  return key.startsWith(SET) && key.split('/').length === 3
    ? { kind: 'set', id: key.slice(SET.length) }
    : { kind: 'application', id: key === CONFIGURED ? root : key };
}
