import { type RawAnswer, sendRaw } from '../raw-request.ts';
import type { BuildRoutes } from './build-routes.ts';
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

/** What stands on the platform, to fill into addresses. */
export type Subjects = { application: string; change: string; request: string; runner: string; template: string };

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
    return Object.entries(VIEW_RIGHTS).map(([view, right]) => {
      const params = encodeURIComponent(JSON.stringify(paramsOf(view, subjects)));
      return { path: `/api/views/${view}?params=${params}`, isPage: false, rights: { GET: right } };
    });
  }
  if (route === '/api/commands/[command]') {
    return Object.entries(COMMAND_RIGHTS).map(([command, right]) => {
      const body = JSON.stringify(inputOf(command));
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

function paramsOf(view: string, { application, change, request, template }: Subjects): unknown {
  const [namespace, name] = application.split('/');
  const params: Record<string, unknown> = {
    application: { namespace, name },
    change: { id: change },
    'change-discussion': { id: change },
    commits: { namespace, name },
    'gateway-models': { server: 'ollama' },
    'gateway-run': { id: request },
    template: { id: template },
    'model-fit': { server: 'ollama', model: 'llama3.1:8b' },
    'pod-search': { text: 'web' },
  };
  return params[view] ?? {};
}

/** Inputs of the right shape about things that are not there: a right is asked for first, and nothing happens. */
function inputOf(command: string): unknown {
  const nothing = '00000000-0000-4000-8000-000000000000';
  const template = { templateId: 'no-such-template', values: {} };
  switch (command) {
    case 'open-change':
      return { ...template, idempotencyKey: nothing };
    case 'preview-change':
      return template;
    case 'close-change':
    case 'rebase-change':
      return { changeId: nothing };
    case 'request-changes':
      return { changeId: nothing, sha: '0'.repeat(40), body: 'nothing' };
    case 'comment-change':
      return { changeId: nothing, body: 'nothing' };
    case 'approve-change':
      return { changeId: nothing, sha: '0'.repeat(40), diffHash: '0'.repeat(64) };
    case 'ask-gateway':
      return { prompt: 'a web service', appName: 'nothing', server: 'no-such-server', idempotencyKey: nothing };
    case 'create-token':
      // Refused for its name, by those who may.
      return { name: '' };
    case 'review-change':
      return { changeId: nothing };
    case 'post-review':
      return { reviewId: nothing };
    case 'revoke-token':
      return { tokenId: nothing };
    case 'cancel-run':
    case 'open-run':
      return { runId: nothing };
    case 'refresh-application':
      return { namespace: 'nowhere', name: 'nothing' };
    default:
      return { changeId: nothing, sha: '0'.repeat(40) };
  }
}

/** The topic of a page is named after the thing that the page is about; the others stand for themselves. */
function topicOf(kind: string, { application, change, request }: Subjects): string {
  const subjects: Record<string, string> = { application, change, 'gateway-run': request };
  return kind in subjects ? `${kind}/${subjects[kind]}` : kind;
}
