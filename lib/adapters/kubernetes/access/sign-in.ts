import type { Access, AccessSource } from './access.ts';

export type SignIn = {
  /** Access as of now. */
  current(): Promise<Access>;
  /** Other access than the one that just did not do, or null where there is none. */
  insteadOf(refused: Access): Promise<Access | null>;
};

/** Reads access, and reads it anew when it is refused: once, however many requests are refused at the same time. */
export function createSignIn(source: AccessSource): SignIn {
  let renewing: Promise<Access> | null = null;
  const renew = () => {
    if (renewing === null) {
      source.forget();
      renewing = source.read().finally(() => {
        renewing = null;
      });
    }
    return renewing;
  };
  return {
    current: () => renewing ?? source.read(),
    async insteadOf(refused) {
      const now = await (renewing ?? source.read());
      if (!isSameAccess(now, refused)) {
        return now;
      }
      const next = await renew();
      return isSameAccess(next, refused) ? null : next;
    },
  };
}

function isSameAccess(a: Access, b: Access): boolean {
  return JSON.stringify([a.headers, a.tls]) === JSON.stringify([b.headers, b.tls]);
}
