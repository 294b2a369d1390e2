/** Cookies of the portal. With https they carry the `__Host-` prefix, so that no other host can set them. */
export type CookieNames = {
  session: string;
  signIn: string;
  /** The same of an account that is linked. */
  link: string;
  /** Why the last sign-in did not work, for the page that is shown next. Not in the address, where anybody could write it. */
  problem: string;
};

export function cookieNames(portalUrl: string): CookieNames {
  const prefix = portalUrl.startsWith('https:') ? '__Host-' : '';
  return {
    session: `${prefix}portolan_session`,
    signIn: `${prefix}portolan_sign_in`,
    link: `${prefix}portolan_link`,
    problem: `${prefix}portolan_problem`,
  };
}

/** @param maxAgeSeconds 0 removes the cookie */
export function serializeCookie(name: string, value: string, portalUrl: string, maxAgeSeconds: number): string {
  const secure = portalUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}${secure}`;
}

/** The value of a cookie in a request; undefined when it is not there. */
export function readCookie(request: Request, name: string): string | undefined {
  const header = request.headers.get('cookie') ?? '';
  for (const pair of header.split(';')) {
    const [key = '', ...rest] = pair.split('=');
    if (key.trim() === name) {
      return rest.join('=').trim();
    }
  }
  return undefined;
}
