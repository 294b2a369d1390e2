import type { Route } from '../../http/router.ts';
import { isoDate, isoTime, isoTimeOrNull } from '../render/time.ts';
import { renderAccount, renderProfile, renderUser } from '../render/user.ts';
import { notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import type { UserRecord } from '../state/model.ts';

const READ_USER = { scopes: ['read_user'] };

export function userRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/user', (call) => json(renderAccount(call.instance, call.user(), false)), READ_USER),
    api('GET', '/users', listUsers, READ_USER),
    api('GET', '/users/:id', showUser, READ_USER),
    api('GET', '/personal_access_tokens/self', showOwnToken, { scopes: 'any' }),
  ];
}

function listUsers(call: ApiCall) {
  const asker = call.user();
  const username = call.input.text('username')?.toLowerCase() ?? null;
  const search = call.input.text('search')?.toLowerCase() ?? null;
  const isWanted = (user: UserRecord) =>
    (username === null || user.username.toLowerCase() === username) &&
    (search === null || isFoundBy(user, search)) &&
    (call.input.flag('active') !== true || !user.isBlocked) &&
    (call.input.flag('blocked') !== true || user.isBlocked);
  const users = call.instance.store.state.users.filter(isWanted).sort((left, right) => right.id - left.id);
  return paginate(call, users, (user) =>
    asker.isAdmin ? renderAccount(call.instance, user, true) : renderUser(call.instance, user),
  );
}

function isFoundBy(user: UserRecord, search: string): boolean {
  return (
    user.name.toLowerCase().includes(search) ||
    user.username.toLowerCase().includes(search) ||
    user.email.toLowerCase() === search
  );
}

function showUser(call: ApiCall) {
  const asker = call.user();
  const user = call.instance.store.state.users.find((each) => String(each.id) === call.params.id);
  if (user === undefined) {
    throw notFound('User');
  }
  return json(asker.isAdmin ? renderAccount(call.instance, user, true) : renderProfile(call.instance, user));
}

/** Works for any personal token, whatever its scopes, and for nothing else. */
function showOwnToken(call: ApiCall) {
  call.user();
  const token = call.caller?.token;
  if (token?.kind !== 'personal') {
    throw notFound();
  }
  const { record } = token;
  return json({
    id: record.id,
    name: record.name,
    revoked: record.isRevoked,
    created_at: isoTime(record.createdAt),
    description: null,
    scopes: record.scopes,
    user_id: record.userId,
    last_used_at: isoTimeOrNull(record.lastUsedAt),
    active: !record.isRevoked && record.expiresAt > call.instance.clock.now(),
    expires_at: isoDate(record.expiresAt),
  });
}
