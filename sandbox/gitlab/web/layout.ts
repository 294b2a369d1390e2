import type { Reply } from '../../http/router.ts';
import { type Page as CommonPage, htmlPage as commonPage } from '../../oauth/page.ts';
import type { UserRecord } from '../state/model.ts';

export type Page = Omit<CommonPage, 'product' | 'signedIn'> & {
  signedIn?: { user: UserRecord; formToken: string } | null;
};

/** A page with GitLab's name on it. */
export function htmlPage({ signedIn = null, ...page }: Page): Reply {
  const who = signedIn === null ? null : { name: signedIn.user.name, formToken: signedIn.formToken };
  return commonPage({
    ...page,
    product: 'GitLab',
    signedIn: who === null ? null : { ...who, signOutPath: '/users/sign_out' },
  });
}
