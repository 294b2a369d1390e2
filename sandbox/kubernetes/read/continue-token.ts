import { badRequest, expired } from '../api/errors.ts';

/** Where a chunked list goes on: after which revision's snapshot, from which key. */
export type ContinueToken = {
  /** null where the snapshot is gone and the client took the offer to go on with what is there now. */
  revision: number | null;
  /** The first key that may come, relative to the list's prefix. */
  start: string;
};

/** The form of apiserver/pkg/storage/continue.go: JSON in base64url, opaque to clients. */
export function encodeContinue({ revision, start }: ContinueToken): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision ?? -1, start };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Throws ApiError 400 for anything this server has not given out. */
export function decodeContinue(token: string): ContinueToken {
  const bad = (why: string) => badRequest(`continue key is not valid: ${why}`);
  let parsed: { v?: unknown; rv?: unknown; start?: unknown };
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw bad('illegal base64 or JSON');
  }
  const { v, rv, start } = parsed ?? {};
  if (v !== 'meta.k8s.io/v1') {
    throw bad(`server does not recognize this encoded version "${String(v)}"`);
  }
  if (typeof rv !== 'number' || rv === 0 || !Number.isSafeInteger(rv) || rv < -1) {
    throw bad('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  }
  if (typeof start !== 'string' || start === '' || start.startsWith('/../')) {
    throw bad('encoded start key empty (version meta.k8s.io/v1)');
  }
  return { revision: rv === -1 ? null : rv, start };
}

/** 410 for a list whose snapshot is gone, with a token for the rest as it is now (storage/etcd3/errors.go). */
export function expiredContinue(start: string): Error {
  return expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
      'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
      'deleted between the time the first chunk was returned and now may show up in the list.',
    encodeContinue({ revision: null, start }),
  );
}
