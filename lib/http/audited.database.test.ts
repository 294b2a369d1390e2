import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#lib/domain/actor/actor.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import { application } from '#lib/testing/application.ts';
import { everythingIn, withoutAudit } from '#lib/testing/audited.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { DATABASE } from '#lib/testing/database/test-database.ts';
import { pretendEngineApi } from '#lib/testing/engine-api.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { createScriptedModel } from '#lib/testing/gateway/scripted-model.ts';
import { SMALL_TEMPLATE, smallTemplates } from '#lib/testing/journey.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { approveChange } from '#lib/usecases/change/approve.ts';
import { openChange } from '#lib/usecases/change/open.ts';
import { askGateway } from '#lib/usecases/gateway/ask.ts';
import { COMMANDS, QUIET_COMMANDS } from '#lib/usecases/index.ts';
import { reviewChange } from '#lib/usecases/review/ask.ts';
import { finishLink } from '#lib/usecases/session/link.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import { answerGenerate } from './api/generate-route.ts';
import { callbackRoute, endRoute, singleUserRoute } from './sign-in-routes.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const PORTAL = 'http://localhost:3000';

type Act = (services: Services, requestId: string) => Promise<unknown>;
/** Everything up to the moment of acting, and the act. */
type Case = (portal: TestPortal) => Promise<Act>;

const as = (context: UserContext, services: Services, requestId: string): UserContext => ({
  ...context,
  services,
  requestId,
});

const ASKED = { prompt: 'a web service', appName: 'web', idempotencyKey: randomUUID() };
const WEB = { namespace: 'argocd', name: 'web' };

const form = () => ({ templateId: SMALL_TEMPLATE, values: { name: 'shop' }, idempotencyKey: randomUUID() });

async function opened(portal: TestPortal) {
  const dana = await portal.as('dana', { role: 'developer' });
  const look = lookOf(await openChange(dana, form()));
  return { dana, rui: await portal.as('rui'), look };
}

async function asking(portal: TestPortal) {
  const zone = { namespaces: ['*'], kinds: ['*'] };
  const gateway = gatewayWith(createScriptedModel());
  portal.services.gateway = { ...gateway, landing: { ...gateway.landing, ...zone } };
  const dana = await portal.as('dana', { role: 'developer' });
  return { dana, input: { ...ASKED, idempotencyKey: randomUUID() } };
}

/** Each command of the registry as a person gives it. */
const GIVEN: Record<Exclude<keyof typeof COMMANDS, (typeof QUIET_COMMANDS)[number]>, Case> = {
  'open-change': async (portal) => {
    const dana = await portal.as('dana', { role: 'developer' });
    return (services, requestId) => COMMANDS['open-change'](as(dana, services, requestId), form());
  },
  'approve-change': async (portal) => {
    const { rui, look } = await opened(portal);
    const input = { ...look, secondLook: true };
    return (services, requestId) => COMMANDS['approve-change'](as(rui, services, requestId), input);
  },
  'merge-change': async (portal) => {
    const { rui, look } = await opened(portal);
    await approveChange(rui, { ...look, secondLook: true });
    const { changeId, sha } = look;
    return (services, requestId) => COMMANDS['merge-change'](as(rui, services, requestId), { changeId, sha });
  },
  'close-change': async (portal) => {
    const { dana, look } = await opened(portal);
    const { changeId } = look;
    return (services, requestId) => COMMANDS['close-change'](as(dana, services, requestId), { changeId });
  },
  'request-changes': async (portal) => {
    const { rui, look } = await opened(portal);
    const input = { changeId: look.changeId, sha: look.sha, body: 'Fewer, please.' };
    return (services, requestId) => COMMANDS['request-changes'](as(rui, services, requestId), input);
  },
  'comment-change': async (portal) => {
    const { dana, look } = await opened(portal);
    const input = { changeId: look.changeId, body: 'Why three replicas?' };
    return (services, requestId) => COMMANDS['comment-change'](as(dana, services, requestId), input);
  },
  'rebase-change': async (portal) => {
    const { dana, look } = await opened(portal);
    const input = { changeId: look.changeId };
    return (services, requestId) => COMMANDS['rebase-change'](as(dana, services, requestId), input);
  },
  'ask-gateway': async (portal) => {
    const { dana, input } = await asking(portal);
    return (services, requestId) => COMMANDS['ask-gateway'](as(dana, services, requestId), input);
  },
  'cancel-run': async (portal) => {
    const { dana, input } = await asking(portal);
    const { id } = await askGateway(dana, input);
    return (services, requestId) => COMMANDS['cancel-run'](as(dana, services, requestId), { runId: id });
  },
  'open-run': async (portal) => {
    const { dana, input } = await asking(portal);
    const run = await askGateway(dana, input);
    const files = [{ path: 'apps/ai-generated/web/config.yaml', before: null, after: configMap('web') }];
    const draft = { path: { kind: 'objects' as const }, values: {}, files, base: null, report: null, problem: null };
    await portal.store.gatewayRuns.update({ ...run, state: 'draft', draft });
    return (services, requestId) => COMMANDS['open-run'](as(dana, services, requestId), { runId: run.id });
  },
  'create-token': async (portal) => {
    const dana = await portal.as('dana', { role: 'developer' });
    return (services, requestId) => COMMANDS['create-token'](as(dana, services, requestId), { name: 'nightly' });
  },
  'explain-application': async (portal) => {
    const dana = await portal.as('dana', { role: 'developer' });
    portal.applications.set('argocd/web', application({ health: 'Degraded' }));
    portal.services.gateway = gatewayWith(createScriptedModel());
    return (services, requestId) => COMMANDS['explain-application'](as(dana, services, requestId), WEB);
  },
  'review-change': async (portal) => {
    const { dana, look } = await opened(portal);
    portal.services.gateway = gatewayWith(createScriptedModel());
    const { changeId } = look;
    return (services, requestId) => COMMANDS['review-change'](as(dana, services, requestId), { changeId });
  },
  'post-review': async (portal) => {
    const { dana, look } = await opened(portal);
    portal.services.gateway = gatewayWith(createScriptedModel());
    const review = await reviewChange(dana, { changeId: look.changeId });
    await portal.store.reviews.update({ ...review, state: 'done' });
    return (services, requestId) => COMMANDS['post-review'](as(dana, services, requestId), { reviewId: review.id });
  },
  'revoke-token': async (portal) => {
    const dana = await portal.as('dana', { role: 'developer' });
    const { id } = await COMMANDS['create-token'](dana, { name: 'nightly' });
    return (services, requestId) => COMMANDS['revoke-token'](as(dana, services, requestId), { tokenId: id });
  },
  'unlink-account': async (portal) => {
    const dana = await portal.as('dana', { role: 'developer' });
    withSecondForge(portal, { revoke: async () => {} });
    const groups: string[] = [];
    const identity = { issuer: 'http://gitea', subject: '7', username: 'dana', name: 'Dana', avatarUrl: null, groups };
    const linked = await portal.store.accounts.link(identity, dana.actor.accountId, Date.now());
    const tokens = { accessToken: 'a', refreshToken: null, expiresAt: null };
    await portal.store.credentials.save({ accountId: linked?.id ?? '', ...tokens });
    return (services, requestId) =>
      COMMANDS['unlink-account'](as(dana, { ...services, forges: portal.services.forges }, requestId), {
        forge: 'gitea',
      });
  },
  'refresh-application': async (portal) => {
    const dana = await portal.as('dana', { role: 'developer' });
    portal.applications.set('argocd/web', application());
    return (services, requestId) => COMMANDS['refresh-application'](as(dana, services, requestId), WEB);
  },
};

const request = (requestId: string, body: unknown, cookie = '') =>
  new Request(`${PORTAL}/api/session/x`, {
    method: 'POST',
    headers: { origin: PORTAL, 'content-type': 'application/json', 'x-request-id': requestId, cookie },
    body: JSON.stringify(body),
  });

const ended =
  (everywhere: boolean): Case =>
  async (portal) => {
    portal.services.signIn.provider = null;
    const { token } = await signInSingleUser(portal.services, '/', { requestId: 'before', userAgent: 'test' });
    return (services, requestId) => endRoute(request(requestId, { everywhere }, `portolan_session=${token}`), services);
  };

/** Each other address that changes something, by its file, and what it does there. */
const ROUTES: Record<string, Record<string, Case>> = {
  'app/api/session/single-user/route.ts': {
    'sign-in of the single user': async (portal) => {
      portal.services.signIn.provider = null;
      return (services, requestId) => singleUserRoute(request(requestId, { returnTo: '/' }), services);
    },
  },
  'app/api/session/callback/route.ts': {
    'sign-in with the forge': async (portal) => {
      const { provider } = portal.services.signIn;
      const state = randomUUID();
      const identity = { issuer: 'i', subject: 's', username: 'ada', name: 'Ada', avatarUrl: null, groups: ['any'] };
      const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: null };
      portal.services.signIn.provider = provider && { ...provider, finish: async () => ({ identity, tokens }) };
      await portal.services.store.sessions.savePending({
        state,
        nonce: 'n',
        codeVerifier: 'v',
        returnTo: '/',
        forgeId: 'gitlab',
        accountId: null,
        expiresAt: Date.now() + 60_000,
      });
      return (services, requestId) =>
        callbackRoute(
          new Request(`${PORTAL}/api/session/callback?code=c&state=${state}`, {
            headers: { cookie: `portolan_sign_in=${state}`, 'x-request-id': requestId },
          }),
          services,
        );
    },
  },
  'app/generate/manifest/route.ts': {
    'a request of a program': async (portal) => {
      const { dana } = await asking(portal);
      portal.services.signIn.roles = { developer: ['*'] };
      const { secret } = await COMMANDS['create-token'](dana, { name: 'nightly' });
      return (services, requestId) =>
        answerGenerate(
          new Request(`${PORTAL}/generate/manifest`, {
            method: 'POST',
            headers: {
              authorization: `Bearer ${secret}`,
              'content-type': 'application/json',
              prefer: 'respond-async',
              'x-request-id': requestId,
            },
            body: JSON.stringify({ prompt: 'a web service', app_name: 'web' }),
          }),
          services,
        );
    },
  },
  'app/api/session/callback/[forge]/route.ts': {
    'link an account': async (portal) => {
      const dana = await portal.as('dana', { role: 'developer' });
      const identity = {
        issuer: 'http://gitea',
        subject: '7',
        username: 'dana',
        name: 'Dana',
        avatarUrl: null,
        groups: [],
      };
      const tokens = { accessToken: 'a', refreshToken: null, expiresAt: null };
      withSecondForge(portal, { finish: async () => ({ identity, tokens }) });
      const { forges } = portal.services;
      const pending = {
        nonce: 'n',
        codeVerifier: 'v',
        returnTo: '/',
        forgeId: 'gitea',
        accountId: dana.actor.accountId,
      };
      await portal.store.sessions.savePending({ ...pending, state: 'state-of-link', expiresAt: Date.now() + 60_000 });
      const input = { forge: 'gitea', state: 'state-of-link', url: new URL(`${PORTAL}/?state=state-of-link&code=c`) };
      return async (services, requestId) => await finishLink(as(dana, { ...services, forges }, requestId), input);
    },
  },
  'app/api/session/end/route.ts': { 'sign-out': ended(false), 'sign-out everywhere': ended(true) },
};

/** What takes a POST and is no case of its own, and why. */
const UNRECORDED: Record<string, string> = {
  'app/api/commands/[command]/route.ts': 'the commands themselves are the cases',
  'app/api/session/link/route.ts': 'it only begins a link, and nobody has linked anything then',
  'app/api/session/start/route.ts': 'anybody can begin a sign-in, and nobody has done anything then',
  'app/api/webhooks/[forge]/route.ts': 'it makes the portal look sooner and changes nothing itself',
};

/** A forge besides the one that people sign in with. */
function withSecondForge({ services }: TestPortal, change: Partial<IdentityProvider>): void {
  const { host, portal, provider } = ownForge(services);
  if (provider === null) {
    throw new Error('people sign in with this forge');
  }
  const [id, webUrl] = ['gitea', 'http://gitea'];
  const second = { host: { ...host, id, webUrl }, portal, provider: { ...provider, id, issuer: webUrl, ...change } };
  services.forges = [...services.forges, second];
}

const CASES = Object.entries({ ...GIVEN, ...Object.assign({}, ...Object.values(ROUTES)) } as Record<string, Case>);

it('knows every address that changes something', () => {
  const changing = globSync('app/**/route.ts', { cwd: ROOT }).filter((path) => {
    const source = readFileSync(join(ROOT, path), 'utf8');
    return /function (POST|PUT|PATCH|DELETE)\b/.test(source) || path.includes('/callback/');
  });
  expect(changing.toSorted()).toEqual([...Object.keys(ROUTES), ...Object.keys(UNRECORDED)].toSorted());
  expect([...Object.keys(GIVEN), ...QUIET_COMMANDS].toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
});

describe(`what people do, on ${DATABASE}`, () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await createTestPortal({ templates: smallTemplates(), engineApi: pretendEngineApi() });
  });
  afterEach(() => portal.close());

  const recordsOf = async (requestId: string) => {
    const records = await portal.services.store.audit.list({ limit: 1000 });
    return records.filter((record) => record.requestId === requestId && record.actorKind === 'user');
  };

  it.each(CASES)('leaves exactly one record: %s', async (_, prepare) => {
    const act = await prepare(portal);
    const requestId = `request-${randomUUID()}`;
    await act(portal.services, requestId);
    expect(await recordsOf(requestId)).toHaveLength(1);
  });

  it.each(CASES)('does not happen where it cannot be recorded: %s', async (_, prepare) => {
    const act = await prepare(portal);
    const before = await everythingIn(portal.databaseUrl);
    const requestId = `request-${randomUUID()}`;
    await Promise.allSettled([act(withoutAudit(portal.services), requestId)]);
    expect(await everythingIn(portal.databaseUrl)).toEqual(before);
  });

  it.each(Object.keys(GIVEN))('leaves exactly one record where the role does not allow it: %s', async (name) => {
    const viewer = await portal.as('vera', { role: 'viewer' satisfies Role });
    const requestId = `request-${randomUUID()}`;
    const commit = { changeId: 'c', sha: 'a'.repeat(40) };
    const inputs = [
      { ...commit, diffHash: 'd' },
      commit,
      { changeId: 'c' },
      { changeId: 'c', body: 'b' },
      { ...commit, body: 'b' },
      { runId: 'r' },
      { reviewId: 'r' },
      { tokenId: 't' },
      { forge: 'gitea' },
      ASKED,
      form(),
      WEB,
    ];
    const command = COMMANDS[name as keyof typeof COMMANDS];
    const attempts = await Promise.allSettled(
      inputs.map((input) => command(as(viewer, portal.services, requestId), input)),
    );
    const codes = attempts.map((each) => (each.status === 'rejected' ? each.reason.code : 'done'));
    // One of these shapes is this command's; the others are refused before anybody looks who it is.
    expect(codes).not.toContain('done');
    expect(await recordsOf(requestId)).toHaveLength(codes.filter((code) => code === 'not-permitted').length);
    expect(codes).toContain('not-permitted');
  });
});
