import type { RequestContext } from '../../http/router.ts';
import { apiError } from './api-error.ts';

/** The body of a request. Throws 413 past the limit. */
export async function readBody(context: RequestContext, limitBytes?: number): Promise<Buffer> {
  try {
    return await context.readBody(limitBytes);
  } catch (error) {
    if (error instanceof RangeError) {
      throw apiError(413, '413 Request Entity Too Large');
    }
    throw error;
  }
}

/** The fields of a form that a page posted. */
export async function readForm(context: RequestContext): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(context, 64 * 1024)).toString('utf8'));
}
