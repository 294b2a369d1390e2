export type Provider = 'sqlite' | 'postgresql';
export const PROVIDERS: readonly Provider[] = ['sqlite', 'postgresql'];

/** Which database an address is of: `file:…` or `postgresql://…`. */
export function providerOf(databaseUrl: string): Provider {
  return databaseUrl.startsWith('postgres') ? 'postgresql' : 'sqlite';
}
