import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';

/** A session may hold fifty streams open, so many tabs need several. Gives the cookie header of each. */
export async function openSessions(platform: BenchPlatform, count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let index = 0; index < count; index += 1) {
    cookies.push(await openSession(platform));
  }
  return cookies;
}

async function openSession({ portalUrl, addresses }: BenchPlatform): Promise<string> {
  const start = await fetch(`${portalUrl}/api/session/start`, {
    method: 'POST',
    headers: { origin: portalUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ returnTo: '/' }),
  });
  const { redirectUrl } = (await start.json()) as { redirectUrl: string };
  const callback = await createSignInBrowser(addresses.gitlab).signIn(redirectUrl, 'ada', 'sandbox');
  const end = await fetch(callback, { headers: { cookie: cookieOf(start) }, redirect: 'manual' });
  const session = cookieOf(end);
  if (!session.includes('session=')) {
    throw new Error(`the portal let nobody in: ${end.status} ${end.headers.get('location')}`);
  }
  return session;
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
