import type { BenchPlatform } from '../../platform/start-platform.ts';

/** A page of the portal, and the first thing on it that people come for. */
export type PortalPage = { name: string; path: string; selector: string };

/** The first row of a table. */
const ROW = '[role=row][data-index] .row-link';

export const DASHBOARD: PortalPage = {
  name: 'dashboard',
  path: '/',
  selector: 'main a[href^="/waves?standing="]',
};

export const BOARD: PortalPage = { name: 'board', path: '/waves', selector: ROW };

/** A platform with few machines shows them without a table. */
export const GPU: PortalPage = { name: 'gpu', path: '/gpu', selector: `${ROW}, main section h2` };

export const MODELS: PortalPage = { name: 'models', path: '/models', selector: ROW };

export const RUNNERS: PortalPage = { name: 'runners', path: '/runners', selector: ROW };

/** Its button sends the form only once the script runs. */
export const FORM: PortalPage = {
  name: 'form',
  path: '/new/web-service',
  selector: 'main form:has(button[type=submit]) input:not([type=hidden])',
};

/** Every kind of page there is. `changeId` is of a change that was opened. */
export function everyPage({ names }: BenchPlatform, changeId: string): readonly PortalPage[] {
  return [
    DASHBOARD,
    BOARD,
    {
      name: 'application',
      path: `/applications/argocd/${names[0]}`,
      selector: 'main [role=table] [role=row], main table tbody tr, main dl dd',
    },
    GPU,
    MODELS,
    RUNNERS,
    { name: 'connections', path: '/connections', selector: 'main details summary, main section h2' },
    { name: 'templates', path: '/new', selector: 'main a[href^="/new/"]' },
    FORM,
    { name: 'inbox', path: '/changes', selector: 'main a[data-row]' },
    { name: 'change', path: `/changes/${changeId}`, selector: '#files summary code' },
    { name: 'audit', path: '/audit', selector: 'main table tbody tr' },
  ];
}
