import { cookieHeader, type SignedIn } from '../browser/sign-in.ts';

/** Commands and views as pages send them. */
export function askPortal(portalUrl: string, viewer: SignedIn) {
  const cookie = cookieHeader(viewer);
  const read = async <Body>(response: Response): Promise<Body> => {
    if (!response.ok) {
      throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
    }
    return (await response.json()) as Body;
  };
  return {
    async command<Body>(name: string, input: unknown): Promise<Body> {
      const headers = { cookie, origin: portalUrl, 'content-type': 'application/json' };
      const url = `${portalUrl}/api/commands/${name}`;
      return await read<Body>(await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) }));
    },
    async view<Data>(name: string, params: unknown): Promise<Data> {
      const query = new URLSearchParams({ params: JSON.stringify(params) });
      const url = `${portalUrl}/api/views/${name}?${query}`;
      return (await read<{ data: Data }>(await fetch(url, { headers: { cookie } }))).data;
    },
  };
}
