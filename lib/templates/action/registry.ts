import type { Action } from './action.ts';
import { fetchPlain } from './fetch-plain.ts';
import { fetchTemplate } from './fetch-template.ts';
import { mergeRequest } from './merge-request.ts';

/** Every action that a step can name. A new one is a file and a line here. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  'fetch:template': fetchTemplate,
  'fetch:plain': fetchPlain,
  'portolan:merge-request': mergeRequest,
  'publish:gitlab:merge-request': mergeRequest,
  'publish:github:pull-request': mergeRequest,
};

/** The action of a name; null for one that there is not, whatever the name. */
export function findAction(name: string): Action | null {
  return Object.hasOwn(ACTIONS, name) ? (ACTIONS[name] ?? null) : null;
}
