import { type RawAnswer, sendRaw } from '../raw-request.ts';
import type { BuildRoutes } from './build-routes.ts';
import { commandInputs, liveSubjects, type Subjects, viewParams } from './inputs.ts';
import { COMMAND_RIGHTS, EMPTY_PAGES, LIVE_RIGHTS, PAGES, type Right, ROUTES, VIEW_RIGHTS } from './rights.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
export const METHODS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** One address of the build, with what it takes to use it. */
export type Address = {
  path: string;
  isPage: boolean;
  /** The methods that it has; HEAD goes with GET. */
  rights: Partial<Record<'GET' | 'POST', Right>>;
  /** What it takes, where it takes something. */
  body?: string;
};

/** Asks as somebody who may see everything. */
export async function findSubjects(port: number, cookie: string): Promise<Subjects> {
  const ask = async (view: string) => {
    const { status, body }: RawAnswer = await sendRaw({ port, path: `/api/views/${view}`, headers: { cookie } });
    if (status !== 200) {
      throw new Error(`The view ${view} answers ${status}: ${body}`);
    }
    return (JSON.parse(body) as { data: Record<string, { id: string }[]> }).data;
  };
  const first = (items: { id: string }[] | undefined, what: string) => {
    const id = items?.[0]?.id;
    if (id === undefined) {
      throw new Error(`There is no ${what} to ask for.`);
    }
    return id;
  };
  return {
    application: first((await ask('applications')).rows, 'application'),
    change: first((await ask('inbox')).rows, 'change'),
    request: first((await ask('gateway')).rows, 'request to a model'),
    runner: first((await ask('runners')).rows, 'runner'),
    template: first((await ask('templates')).templates, 'template'),
  };
}

/** Every page, route, view, command and topic of the build. Throws for one that nobody has written down a right for. */
export function addressesOf({ pages, routes, others }: BuildRoutes, subjects: Subjects): Address[] {
  const unknown = [
    ...pages.filter((page) => !(page in PAGES) && !EMPTY_PAGES.includes(page)),
    ...routes.filter((route) => !(route in ROUTES) && !isRegistry(route)),
    ...others,
  ];
  if (unknown.length > 0) {
    throw new Error(`Nobody has said who may use ${unknown.join(', ')}: see e2e/support/attacks/rights.ts.`);
  }
  return [
    ...pages.map((page): Address => {
      return { path: fill(page, subjects), isPage: true, rights: { GET: PAGES[page] ?? 'anyone' } };
    }),
    ...routes.flatMap((route) => addressesOfRoute(route, subjects)),
  ];
}

/** Routes of which each thing behind them has a right of its own. */
const REGISTRIES = ['/api/views/[view]', '/api/commands/[command]', '/api/live'];
const isRegistry = (route: string) => REGISTRIES.includes(route);

function addressesOfRoute(route: string, subjects: Subjects): Address[] {
  if (route === '/api/views/[view]') {
    const paramsOf = viewParams(subjects);
    return objectEntries(VIEW_RIGHTS).map(([view, right]) => {
      const params = encodeURIComponent(JSON.stringify(paramsOf[view]));
      return { path: `/api/views/${view}?params=${params}`, isPage: false, rights: { GET: right } };
    });
  }
  if (route === '/api/commands/[command]') {
    return objectEntries(COMMAND_RIGHTS).map(([command, right]) => {
      const body = JSON.stringify(commandInputs[command]);
      return { path: `/api/commands/${command}`, isPage: false, rights: { POST: right }, body };
    });
  }
  if (route === '/api/live') {
    return Object.entries(LIVE_RIGHTS).map(([kind, right]) => {
      return { path: `${route}?topic=${topicOf(kind, subjects)}`, isPage: false, rights: { GET: right } };
    });
  }
  const rights = ROUTES[route] ?? {};
  return [{ path: fill(route, subjects), isPage: false, rights, ...(rights.POST === undefined ? {} : { body: '{}' }) }];
}

function fill(route: string, { application, change, request, runner, template }: Subjects): string {
  const [namespace = '', name = ''] = application.split('/');
  const values: Record<string, string> = {
    namespace,
    name,
    id: route.startsWith('/ask') || route.startsWith('/generate') ? request : change,
    template,
    '...id': runner,
    '...path': 'no/such/page',
    forge: 'gitlab',
  };
  return route.replace(/\[([^\]]+)\]/g, (_all, key: string) => values[key] ?? '');
}

/** The topic of a page is named after the thing that the page is about; the others stand for themselves. */
function topicOf(kind: string, subjects: Subjects): string {
  const subject = liveSubjects(subjects)[kind];
  return subject === undefined ? kind : `${kind}/${subject}`;
}

const objectEntries = <T extends object>(of: T) => Object.entries(of) as [keyof T, T[keyof T]][];
