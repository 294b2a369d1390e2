import { renderActivity } from '../render/activity.ts';
import { renderLabel } from '../render/label.ts';
import { renderRepository } from '../render/repository.ts';
import { renderUser } from '../render/user.ts';
import type { Operation } from '../rest/api-call.ts';
import { requiredText, textOf } from '../rest/fields.ts';
import { paginate } from '../rest/paginate.ts';
import { repositoryOf, writableOf } from '../rest/subject.ts';
import { userById } from '../state/lookup.ts';

/** What the server is, who asks, what a repository is and what has happened in it. */
export const ACCOUNT_OPERATIONS: readonly Operation[] = [
  ['GET', '/version', null, ({ instance }) => ({ body: { version: instance.version } })],
  ['GET', '/user', 'user', (call) => ({ body: renderUser(call.instance, call.user()) })],
  [
    'GET',
    '/repos/:owner/:repo',
    'repository',
    (call) => {
      const { repository } = repositoryOf(call);
      return { body: renderRepository(call.instance, repository, call.caller?.user ?? null) };
    },
  ],
  [
    'GET',
    '/repos/:owner/:repo/activities/feeds',
    'repository',
    (call) => {
      const { repository } = repositoryOf(call);
      const asks = call.caller?.user ?? null;
      const { state } = call.instance.store;
      const isShown = (userId: number) =>
        asks?.isAdmin === true || asks?.id === userId || !userById(state, userId).keepsActivityPrivate;
      const shown = state.activities
        .filter(({ repositoryId, userId }) => repositoryId === repository.id && isShown(userId))
        .toReversed();
      return paginate(call, shown, (each) => renderActivity(call.instance, each, asks));
    },
  ],
  // Labels are the business of issues, also where scopes are concerned: routers/api/v1/api.go.
  [
    'GET',
    '/repos/:owner/:repo/labels',
    'issue',
    (call) => paginate(call, repositoryOf(call).repository.labels, renderLabel),
  ],
  [
    'POST',
    '/repos/:owner/:repo/labels',
    'issue',
    async (call) => {
      const { repository } = writableOf(call);
      const fields = await call.fields();
      const label = {
        id: call.instance.store.nextId('label'),
        name: requiredText(fields, 'name'),
        color: requiredText(fields, 'color').replace('#', ''),
        description: textOf(fields, 'description'),
      };
      repository.labels.push(label);
      call.instance.store.changed();
      return { status: 201, body: renderLabel(label) };
    },
  ],
];
