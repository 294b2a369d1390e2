import { combinedState, latestStatuses, statusesOf } from '../pulls/statuses.ts';
import { renderRepository } from '../render/repository.ts';
import { renderStatus } from '../render/status.ts';
import type { ApiCall, Operation } from '../rest/api-call.ts';
import { unprocessable } from '../rest/api-error.ts';
import { textOf } from '../rest/fields.ts';
import { pageHeaders, pageOf, paginate } from '../rest/paginate.ts';
import { objectOf, repositoryOf, resolveRef, writableOf } from '../rest/subject.ts';
import { STATUS_STATES } from '../state/model.ts';

export const STATUS_OPERATIONS: readonly Operation[] = [
  ['POST', '/repos/:owner/:repo/statuses/:sha', 'repository', setStatus],
  ['GET', '/repos/:owner/:repo/statuses/:ref', 'repository', listStatuses],
  ['GET', '/repos/:owner/:repo/commits/:ref/statuses', 'repository', listStatuses],
  ['GET', '/repos/:owner/:repo/commits/:ref/status', 'repository', combined],
];

async function setStatus(call: ApiCall) {
  const { repository, gitDir } = writableOf(call);
  const { instance } = call;
  const { sha } = await objectOf(gitDir, call.params.sha ?? '', ['commit']);
  const fields = await call.fields();
  const state = STATUS_STATES.find((each) => each === fields.state);
  if (state === undefined) {
    throw unprocessable('[State]: In');
  }
  const context = textOf(fields, 'context');
  const status = {
    id: instance.store.nextId('status'),
    repositoryId: repository.id,
    sha,
    state,
    context: context === '' ? 'default' : context,
    description: textOf(fields, 'description'),
    targetUrl: textOf(fields, 'target_url'),
    creatorId: call.user().id,
    createdAt: instance.clock.now(),
  };
  instance.store.state.statuses.push(status);
  instance.store.changed();
  return { status: 201, body: renderStatus(instance, status) };
}

async function listStatuses(call: ApiCall) {
  const { repository, gitDir } = repositoryOf(call);
  const { sha } = await resolveRef(gitDir, call.params.ref ?? '');
  return paginate(call, statusesOf(call.instance, repository.id, sha), (each) => renderStatus(call.instance, each));
}

/** The newest of each context in one answer, which is nearly empty where nothing was told: services/convert/status.go. */
async function combined(call: ApiCall) {
  const { repository, gitDir } = repositoryOf(call);
  const { sha } = await resolveRef(gitDir, call.params.ref ?? '');
  const latest = latestStatuses(call.instance, repository.id, sha);
  if (latest.length === 0) {
    return { body: { state: '', sha: '', total_count: 0, statuses: null, repository: null, commit_url: '', url: '' } };
  }
  const page = pageOf(call);
  const shown = latest.slice(page.offset, page.offset + page.limit);
  return {
    headers: pageHeaders(call, page, latest.length),
    body: {
      state: combinedState(latest),
      sha,
      total_count: latest.length,
      statuses: shown.map((each) => renderStatus(call.instance, each)),
      repository: renderRepository(call.instance, repository, call.caller?.user ?? null),
      commit_url: '',
      url: '',
    },
  };
}
