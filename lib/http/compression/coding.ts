import type { IncomingHttpHeaders } from 'node:http';

export type Coding = 'br' | 'gzip';

/** How much a reader wants an answer coded so: 0 to 1; 0 also where the coding is not named. */
export function wishFor(coding: Coding, headers: IncomingHttpHeaders): number {
  const given = headers['accept-encoding'];
  const wishes = (Array.isArray(given) ? given.join(',') : (given ?? '')).split(',').map((wish) => {
    const [name = '', ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length) ?? '1';
    return name === coding && /^(?:0?\.\d+|[01](?:\.0*)?)$/.test(quality) ? Number(quality) : 0;
  });
  return Math.max(...wishes);
}

/** The smallest coding that a reader takes, unless they like another better; null for those who take none. */
export function codingFor(headers: IncomingHttpHeaders): Coding | null {
  const [br, gzip] = [wishFor('br', headers), wishFor('gzip', headers)];
  if (br > 0 && br >= gzip) {
    return 'br';
  }
  return gzip > 0 ? 'gzip' : null;
}
