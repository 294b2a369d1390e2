import { ExternalError } from '#lib/domain/error/external-error.ts';

/** null instead of an error where the thing is not there; a forge also says so of what the user may not see. */
export async function orNull<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ExternalError && error.kind === 'not-found') {
      return null;
    }
    throw error;
  }
}
