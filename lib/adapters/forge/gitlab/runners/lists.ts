import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import type { Unseen } from '#lib/domain/runner/unseen.ts';
import { isRefused, type Reader } from './reader.ts';
import { Entry } from './schema.ts';

/** Where to look for runners besides those of the whole instance. Full paths. */
export type RunnerPlaces = { groups: readonly string[]; projects: readonly string[] };

export type Listing = { entries: Map<number, Entry>; gaps: FleetGap[]; isAdministrator: boolean };

type Place = {
  id: string;
  path: string;
  subject: string;
  right: string;
  remedy: string;
  /** The group or the project; '' where its runners may be for anybody. */
  of: string;
};

/**
 * All runners that the token may see: those of the instance where it is an administrator's, else its own and those of
 * the groups and projects. What is refused is a gap. Throws where that leaves nothing at all to show.
 */
export async function listRunners(reader: Reader, places: RunnerPlaces, signal?: AbortSignal): Promise<Listing> {
  const everything = await listPlace(reader, INSTANCE, signal);
  if (Array.isArray(everything)) {
    return { entries: byId(everything), gaps: [], isAdministrator: true };
  }
  const named = [
    ...places.groups.map((path) => placeOf('group', path)),
    ...places.projects.map((path) => placeOf('project', path)),
  ];
  const answers = await Promise.all(
    [OWN, ...named].map(async (place) => ({ place, answer: await listPlace(reader, place, signal) })),
  );
  const entries = byId(answers.flatMap(({ answer }) => (Array.isArray(answer) ? answer : [])));
  const gaps = answers.flatMap(({ place, answer }) => (Array.isArray(answer) ? [] : [toGap(place, answer)]));
  if (entries.size === 0 && gaps.length >= named.length) {
    throw allRefused(everything, named);
  }
  // The list of a project has every runner that serves it, whoever's that is.
  const known = places.projects.filter((path) =>
    answers.some(({ place, answer }) => place.id === `project/${path}` && Array.isArray(answer)),
  );
  const all = [toGap(INSTANCE, everything), ...gaps].map((gap) => ({
    ...gap,
    hides: { ...gap.hides, besides: known },
  }));
  return { entries, gaps: all, isAdministrator: false };
}

/** The right is named here, because nothing else of the fleet is there to name it beside. */
function allRefused({ provider, operation, status, words }: ExternalError, named: readonly Place[]): ExternalError {
  const rights = ["an administrator's token", ...named.map(({ right }) => right)];
  const message = `${words}: to see runners takes ${rights.join(', or ')}`;
  return new ExternalError({
    provider,
    operation,
    kind: 'forbidden',
    message,
    ...(status === undefined ? {} : { status }),
  });
}

const INSTANCE: Place = {
  of: '',
  id: 'instance',
  path: '/runners/all',
  subject: 'All runners of the instance',
  right: "an administrator's token",
  remedy:
    "Seeing them takes an administrator's token. Without one, those are shown that the account sees by its roles.",
};
const OWN: Place = {
  of: '',
  id: 'own',
  path: '/runners',
  subject: "The runners of the portal's own account",
  right: 'the scope "read_api"',
  remedy: 'Give the portal a token with the scope "api" or "read_api".',
};

function placeOf(level: 'group' | 'project', path: string): Place {
  const right = `the role Maintainer in the ${level} ${path}`;
  return {
    of: path,
    id: `${level}/${path}`,
    path: `/${level}s/${encodeURIComponent(path)}/runners`,
    subject: `The runners of the ${level} ${path}`,
    right,
    remedy: `Give the portal's account ${right}.`,
  };
}

/** GitLab answers 404 for what the account may not know of. */
async function listPlace(reader: Reader, { path }: Place, signal?: AbortSignal): Promise<Entry[] | ExternalError> {
  try {
    return await reader.all(path, Entry, signal);
  } catch (error) {
    if (isRefused(error)) {
      return error;
    }
    throw error;
  }
}

function toGap({ id, subject, remedy, of }: Place, { words }: ExternalError): FleetGap & { hides: Unseen } {
  return { id, subject, reason: words, remedy, hides: { forge: 'gitlab', path: of } };
}

function byId(entries: readonly Entry[]): Map<number, Entry> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}
