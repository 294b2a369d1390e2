import type { ApiRoute } from '../../rest/call.ts';
import { DISCUSSION_ROUTES } from './discussion-routes.ts';
import { HISTORY_ROUTES } from './history-routes.ts';
import { OBJECT_ROUTES } from './object-routes.ts';
import { PULL_ROUTES } from './pull-routes.ts';
import { REF_ROUTES } from './ref-routes.ts';
import { STATUS_ROUTES } from './status-routes.ts';

/** What a GitHub that keeps code answers besides. */
export const FORGE_ROUTES: readonly ApiRoute[] = [
  ...REF_ROUTES,
  ...OBJECT_ROUTES,
  ...HISTORY_ROUTES,
  ...STATUS_ROUTES,
  ...DISCUSSION_ROUTES,
  ...PULL_ROUTES,
];
