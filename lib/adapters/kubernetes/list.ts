import { ExternalError } from '#lib/domain/error/external-error.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { invalidError } from './answer-error.ts';
import type { Connection } from './connection.ts';
import { listPath, qualifiedName } from './kind-names.ts';
import { createListSplitter, type ListFrame } from './list-splitter.ts';
import type { ListIntake } from './mirror.ts';
import { piecesOf } from './read-body.ts';

export type Listing = {
  connection: Connection;
  clock: Clock;
  kind: Pick<KindDescriptor<never>, 'group' | 'version' | 'resource' | 'only'>;
  signal: AbortSignal;
  onAnswer: () => void;
};

const PAGE_SIZE = 500;
const ANSWER_WITHIN_MS = 15_000;
const QUIET_MS = 10_000;
/** etcd takes 1.5 MB at most, so this is no object any more. */
const LONGEST_ITEM_BYTES = 16 * 1024 * 1024;
/** Far more than any cluster holds; a server whose pages never end is not followed for ever. */
const MOST_PAGES = 2000;

/**
 * Reads the whole of a kind, page by page, into a new intake for each try: when the server no longer knows the
 * position between two pages (410), it is read anew in one piece, as client-go does, because pages may never be quick
 * enough. Gives the resourceVersion that a watch goes on from. Throws ExternalError.
 */
export async function listAll(listing: Listing, begin: () => ListIntake): Promise<string> {
  try {
    return await listOnce(listing, begin(), PAGE_SIZE);
  } catch (error) {
    if (error instanceof ContinueExpired) {
      return await listOnce(listing, begin(), null);
    }
    throw error;
  }
}

/** The position between two pages was forgotten by the server, after about five minutes. */
class ContinueExpired extends ExternalError {}

/** @param pageSize null for all at once */
async function listOnce(listing: Listing, intake: ListIntake, pageSize: number | null): Promise<string> {
  let resourceVersion = '';
  let token = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { metadata } = await readPage(listing, { token, pageSize }, intake);
    const { resourceVersion: version, continue: next } = fieldsOf(metadata);
    // All pages show the same moment. Where a server gives several, the first one misses nothing.
    resourceVersion ||= textOf(version);
    token = textOf(next, 64 * 1024);
    if (token === '') {
      if (resourceVersion === '') {
        throw invalidError(askedOf(listing), 'its answer is no list: it has no resourceVersion');
      }
      intake.commit();
      return resourceVersion;
    }
  }
  throw invalidError(askedOf(listing), `its list has no end after ${MOST_PAGES} pages`);
}

type Page = { token: string; pageSize: number | null };

async function readPage(listing: Listing, { token, pageSize }: Page, intake: ListIntake): Promise<ListFrame> {
  const { connection, clock, signal, onAnswer } = listing;
  const asked = askedOf(listing);
  const path = listPath(listing.kind, {
    ...(pageSize === null ? {} : { limit: String(pageSize) }),
    ...(token === '' ? {} : { continue: token }),
  });
  const opening = {
    operation: asked.operation,
    purpose: 'read',
    signal,
    onAnswer,
    answerWithinMs: ANSWER_WITHIN_MS,
  } as const;
  const answer = await connection.open({ method: 'GET', path }, opening).catch((error: unknown) => {
    throw token !== '' && error instanceof ExternalError && error.status === 410
      ? new ContinueExpired({ ...asked, kind: 'invalid', status: 410, message: 'the list took too long' })
      : error;
  });
  const splitter = createListSplitter({
    onItem: (bytes) => intake.add(() => JSON.parse(bytes.toString('utf8'))),
    onOversized: () =>
      intake.add(() => {
        throw new RangeError('it is larger than 16 MB');
      }),
    longestItemBytes: LONGEST_ITEM_BYTES,
  });
  try {
    for await (const piece of piecesOf(answer, { asked, clock, signal, quietMs: QUIET_MS })) {
      splitter.push(piece);
    }
    return splitter.end();
  } catch (error) {
    throw error instanceof SyntaxError ? invalidError(asked, 'its answer is no whole list') : error;
  }
}

/**
 * The resourceVersion that the server is at now, read with the smallest list there is. It shows whether a server that
 * was away has come back with an older state. Throws ExternalError.
 */
export async function readCurrentVersion(listing: Listing): Promise<string> {
  const { signal, onAnswer } = listing;
  const opening = { operation: askedOf(listing).operation, purpose: 'read', signal, onAnswer } as const;
  const path = listPath(listing.kind, { limit: '1' });
  const list = await listing.connection.readJson({ method: 'GET', path }, opening);
  return textOf(fieldsOf(fieldsOf(list).metadata).resourceVersion);
}

function askedOf({ connection, kind }: Listing): { provider: string; operation: string } {
  return { provider: connection.id, operation: `list ${qualifiedName(kind)}` };
}
