import type { Role } from '../../../lib/domain/actor/actor.ts';
import type { TOPIC_RIGHTS } from '../../../lib/runtime/topics.ts';
import type { COMMANDS } from '../../../lib/usecases/index.ts';
import type { VIEWS } from '../../../lib/views/index.ts';

/**
 * Who may do what, written down apart from the code that decides it. The types hold that every view, command and
 * live topic is here; that every route of the build is, the access matrix holds.
 */
export type Right = 'anyone' | Role;

const RANK: Record<Right, number> = { anyone: 0, viewer: 1, developer: 2, approver: 3, admin: 4 };

/** @param role null for somebody who is not signed in */
export function mayUse(role: Role | null, right: Right): boolean {
  return (role === null ? 0 : RANK[role]) >= RANK[right];
}

/** Pages answer to GET and HEAD, to nothing else. */
export const PAGES: Record<string, Right> = {
  '/': 'viewer',
  '/[...path]': 'viewer',
  '/accounts': 'developer',
  '/applications/[namespace]/[name]': 'viewer',
  '/ask': 'developer',
  '/ask/[id]': 'developer',
  '/ask/written': 'viewer',
  '/audit': 'admin',
  '/changes': 'viewer',
  '/changes/[id]': 'viewer',
  '/connections': 'admin',
  '/docs': 'viewer',
  '/gpu': 'viewer',
  '/models': 'viewer',
  '/new': 'developer',
  '/new/[template]': 'developer',
  '/runners': 'viewer',
  '/runners/[...id]': 'viewer',
  '/sign-in': 'anyone',
  '/tokens': 'developer',
  '/waves': 'viewer',
};

/** What Next makes for itself; they hold nothing of the platform. */
export const EMPTY_PAGES = ['/_global-error', '/_not-found'];

/** Routes that are no pages: each method that they have, with the right that it takes. */
export const ROUTES: Record<string, Partial<Record<'GET' | 'POST', Right>>> = {
  '/api/[...path]': {},
  '/api/audit': { GET: 'admin' },
  '/api/session/callback': { GET: 'anyone' },
  '/api/session/callback/[forge]': { GET: 'anyone' },
  '/api/session/end': { POST: 'viewer' },
  '/api/session/link': { POST: 'developer' },
  '/api/session/single-user': { POST: 'anyone' },
  '/api/session/start': { POST: 'anyone' },
  '/api/webhooks/[forge]': { POST: 'anyone' },
  // With a token of its own, which is nobody's session: `e2e/ask.spec.ts`.
  '/generate/manifest': { POST: 'anyone' },
  '/generate/manifest/[id]': { GET: 'anyone' },
  '/healthz': { GET: 'anyone' },
  '/icon.svg': { GET: 'anyone' },
  // What there is to ask, and nothing of the platform.
  '/openapi.json': { GET: 'anyone' },
  // With a token of its own, which is nobody's session: `e2e/metrics.spec.ts`.
  '/metrics': { GET: 'anyone' },
  '/readyz': { GET: 'anyone' },
};

/** `GET /api/views/[view]`. */
export const VIEW_RIGHTS: Record<keyof typeof VIEWS, Right> = {
  accounts: 'developer',
  application: 'viewer',
  applications: 'viewer',
  audit: 'admin',
  change: 'viewer',
  'change-discussion': 'viewer',
  commits: 'viewer',
  connections: 'admin',
  difference: 'viewer',
  explanation: 'viewer',
  gateway: 'developer',
  'gateway-models': 'developer',
  'gateway-run': 'developer',
  'gateway-written': 'viewer',
  gpu: 'viewer',
  'gate-repair': 'viewer',
  'gpu-machines': 'viewer',
  inbox: 'viewer',
  'installed-models': 'viewer',
  'live-tree': 'viewer',
  'model-fit': 'viewer',
  models: 'viewer',
  overview: 'viewer',
  'pod-search': 'viewer',
  runner: 'viewer',
  runners: 'viewer',
  search: 'viewer',
  sources: 'viewer',
  template: 'developer',
  templates: 'developer',
  tokens: 'developer',
  waiting: 'viewer',
  waves: 'viewer',
};

/** `POST /api/commands/[command]`. */
export const COMMAND_RIGHTS: Record<keyof typeof COMMANDS, Right> = {
  'approve-change': 'approver',
  'ask-gateway': 'developer',
  'cancel-run': 'developer',
  'close-change': 'developer',
  'comment-change': 'developer',
  'rebase-change': 'developer',
  'create-token': 'developer',
  'explain-application': 'developer',
  'merge-change': 'developer',
  'open-change': 'developer',
  'open-run': 'developer',
  'preview-change': 'developer',
  'refresh-application': 'developer',
  'post-review': 'developer',
  'request-changes': 'approver',
  'review-change': 'developer',
  'revoke-token': 'developer',
  'unlink-account': 'developer',
};

/** `GET /api/live?topic=…`, by the first part of the topic's name. */
export const LIVE_RIGHTS: Record<keyof typeof TOPIC_RIGHTS, Right> = {
  application: 'viewer',
  applications: 'viewer',
  change: 'viewer',
  changes: 'viewer',
  connections: 'admin',
  explanation: 'viewer',
  gpu: 'viewer',
  'gpu-waiting': 'viewer',
  fleet: 'viewer',
  'gateway-run': 'developer',
  'gateway-runs': 'developer',
  'installed-models': 'viewer',
  'live-tree': 'viewer',
  ladder: 'viewer',
  'model-servers': 'viewer',
  models: 'viewer',
  nodes: 'viewer',
  pending: 'viewer',
  runner: 'viewer',
  runners: 'viewer',
  sources: 'viewer',
  vram: 'viewer',
};

/** HEAD goes with GET. undefined where there is no such method. */
export function rightFor(rights: Partial<Record<'GET' | 'POST', Right>>, method: string): Right | undefined {
  return method === 'GET' || method === 'HEAD' ? rights.GET : method === 'POST' ? rights.POST : undefined;
}
