/** How the portal says who it is: with a token, a name and a password, or not at all. */
export type Credentials = { token: string } | { username: string; password: string } | null;

export function authorizationOf(credentials: Credentials): string | null {
  if (credentials === null) {
    return null;
  }
  if ('token' in credentials) {
    return `Bearer ${credentials.token}`;
  }
  const { username, password } = credentials;
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
