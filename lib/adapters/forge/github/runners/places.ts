import type { z } from 'zod';
import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import type { GroupLimit, RunnerGroup } from '#lib/domain/runner/runner.ts';
import { isMoved, isRefused } from '../answer-error.ts';
import type { RunnerHome } from './mapper.ts';
import type { Reader } from './reader.ts';
import { Group, Repository, Runner } from './schema.ts';

/** Where to look: organizations by name, repositories as `owner/name`. */
export type RunnerPlaces = { organizations: readonly string[]; repositories: readonly string[] };

/** The runners of one organization or repository, or what was said in their place. */
export type PlaceReading = { place: Place; home: Omit<RunnerHome, 'id' | 'webUrl'>; runners: Runner[] | ExternalError };

export type Place = { level: 'organization' | 'repository'; path: string };

const RIGHTS = {
  organization: 'the scope "admin:org" (classic), or "Self-hosted runners: read" of the organization',
  repository: 'the scope "repo" of an administrator (classic), or "Administration: read" of the repository',
} as const;

/** What mends a place that is known under another name now. */
export const MOVED = 'It was renamed or transferred: configure its new name.';

export async function readPlace(reader: Reader, place: Place, signal?: AbortSignal): Promise<PlaceReading> {
  const { level, path } = place;
  const isOrganization = level === 'organization';
  const base = isOrganization ? `/orgs/${encodeURIComponent(path)}` : `/repos/${encodePath(path)}`;
  const [runners, groups] = await Promise.all([
    orError(() => reader.all(`${base}/actions/runners`, 'runners', Runner, signal)),
    isOrganization ? orError(() => readGroups(reader, base, signal)) : new Map<number, RunnerGroup>(),
  ]);
  const settings = isOrganization
    ? `/organizations/${path}/settings/actions/runners`
    : `/${path}/settings/actions/runners`;
  return {
    place,
    runners,
    home: { path, scope: { level, paths: [path] }, settings, groups: groups instanceof ExternalError ? null : groups },
  };
}

async function readGroups(
  reader: Reader,
  base: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, RunnerGroup>> {
  const groups = await reader.all(`${base}/actions/runner-groups`, 'runner_groups', Group, signal);
  const entries = groups.map(async (group): Promise<[number, RunnerGroup]> => {
    const path = `${base}/actions/runner-groups/${group.id}/repositories`;
    const named =
      group.visibility === 'selected'
        ? await orError(() => reader.all(path, 'repositories', Repository, signal))
        : null;
    return [group.id, toGroup(group, named)];
  });
  return new Map(await Promise.all(entries));
}

/** A group that names its repositories, and does not tell them, is not open to all. */
function toGroup(group: Group, named: z.infer<typeof Repository>[] | ExternalError | null): RunnerGroup {
  const isUnread = group.visibility === null || named instanceof ExternalError;
  const isPrivate = group.visibility === 'private' || group.allows_public_repositories === false;
  const limits: GroupLimit[] = [
    ...(isUnread ? (['unread'] as const) : []),
    ...(isPrivate ? (['private'] as const) : []),
    ...(group.restricted_to_workflows === true ? (['workflows'] as const) : []),
  ];
  const repositories = Array.isArray(named) ? named.map(({ full_name }) => full_name) : null;
  return { name: group.name, repositories, ...(limits.length === 0 ? {} : { limits }) };
}

export function toGap(forgeId: string, { level, path }: Place, error: ExternalError): FleetGap {
  return {
    id: `${forgeId}/${level}/${path}`,
    subject: `The runners of the ${level} ${path}`,
    reason: error.words,
    remedy: isMoved(error) ? MOVED : `Give the portal's token ${RIGHTS[level]}.`,
    hides: { forge: 'github', path },
  };
}

/** The right is named here, because nothing else of the fleet is there to name it beside. */
export function allRefused(refusals: readonly { place: Place; error: ExternalError }[]): ExternalError | null {
  const [first] = refusals;
  if (first === undefined) {
    return null;
  }
  if (refusals.every(({ error }) => isMoved(error))) {
    return first.error;
  }
  const { provider, operation, status, words } = first.error;
  const levels = new Set(refusals.map(({ place }) => place.level));
  const message = `${words}: to see runners takes ${[...levels].map((level) => RIGHTS[level]).join('; or ')}`;
  return new ExternalError({
    provider,
    operation,
    kind: 'forbidden',
    message,
    ...(status === undefined ? {} : { status }),
  });
}

/** What is refused is a part that is missing; anything else is a failure of the whole. */
export async function orError<Value>(read: () => Promise<Value>): Promise<Value | ExternalError> {
  try {
    return await read();
  } catch (error) {
    if (isRefused(error)) {
      return error;
    }
    throw error;
  }
}
