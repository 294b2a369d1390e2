import { randomUUID } from 'node:crypto';
import type { Route } from '../../http/router.ts';
import { ACCESS } from '../access/rights.ts';
import { isoTime, isoTimeOrNull } from '../render/time.ts';
import { apiError, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json, noContent } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { projectFor } from '../rest/subject.ts';
import type { HookRecord } from '../state/model.ts';
import { isSigningToken } from '../webhooks/sign.ts';

/** Webhooks of a project, for its maintainers. Local addresses are allowed, as an administrator of a homelab sets it. */
export function hookRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/projects/:id/hooks', listHooks),
    api('POST', '/projects/:id/hooks', createHook),
    api('GET', '/projects/:id/hooks/:hook_id', (call) => json(render(call, hookOf(call)))),
    api('PUT', '/projects/:id/hooks/:hook_id', updateHook),
    api('DELETE', '/projects/:id/hooks/:hook_id', deleteHook),
  ];
}

function hooksOf(call: ApiCall): HookRecord[] {
  const project = projectFor(call, ACCESS.maintainer);
  return call.instance.store.state.hooks.filter((hook) => hook.projectId === project.id);
}

function hookOf(call: ApiCall): HookRecord {
  const hook = hooksOf(call).find((each) => String(each.id) === call.params.hook_id);
  if (hook === undefined) {
    throw notFound();
  }
  return hook;
}

/** The secret is never told again. */
function render(call: ApiCall, hook: HookRecord) {
  const isResting = hook.disabledUntil !== null && hook.disabledUntil > call.instance.clock.now();
  return {
    id: hook.id,
    url: hook.url,
    name: null,
    description: null,
    project_id: hook.projectId,
    created_at: isoTime(hook.createdAt),
    push_events: hook.events.push,
    tag_push_events: hook.events.push,
    merge_requests_events: hook.events.mergeRequests,
    pipeline_events: hook.events.pipeline,
    enable_ssl_verification: true,
    alert_status: isResting ? 'temporarily_disabled' : 'executable',
    disabled_until: isResting ? isoTimeOrNull(hook.disabledUntil) : null,
    url_variables: [],
    custom_headers: [],
  };
}

function listHooks(call: ApiCall) {
  return paginate(call, hooksOf(call), (hook) => render(call, hook));
}

function urlOf(call: ApiCall): string {
  const url = call.input.requiredText('url');
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    throw apiError(422, 'Invalid url given');
  }
  return url;
}

function signingTokenOf(call: ApiCall, before?: string): { signingToken?: string } {
  const token = call.input.text('signing_token') ?? before;
  if (token !== undefined && !isSigningToken(token)) {
    throw apiError(422, 'Invalid signing token given');
  }
  return token === undefined ? {} : { signingToken: token };
}

function eventsOf(call: ApiCall, before: HookRecord['events']): HookRecord['events'] {
  return {
    push: call.input.flag('push_events') ?? before.push,
    mergeRequests: call.input.flag('merge_requests_events') ?? before.mergeRequests,
    pipeline: call.input.flag('pipeline_events') ?? before.pipeline,
  };
}

function createHook(call: ApiCall) {
  const project = projectFor(call, ACCESS.maintainer);
  const { store, clock } = call.instance;
  const hook: HookRecord = {
    id: store.nextId('hook'),
    uuid: randomUUID(),
    projectId: project.id,
    url: urlOf(call),
    token: call.input.text('token') ?? '',
    ...signingTokenOf(call),
    createdAt: clock.now(),
    events: eventsOf(call, { push: true, mergeRequests: false, pipeline: false }),
    failures: 0,
    backoffs: 0,
    disabledUntil: null,
  };
  store.state.hooks.push(hook);
  store.changed();
  return json(render(call, hook), 201);
}

function updateHook(call: ApiCall) {
  const hook = hookOf(call);
  hook.url = urlOf(call);
  hook.token = call.input.text('token') ?? hook.token;
  Object.assign(hook, signingTokenOf(call, hook.signingToken));
  hook.events = eventsOf(call, hook.events);
  call.instance.store.changed();
  return json(render(call, hook));
}

function deleteHook(call: ApiCall) {
  const { id } = hookOf(call);
  const { store } = call.instance;
  store.state.hooks = store.state.hooks.filter((hook) => hook.id !== id);
  store.changed();
  return noContent();
}
