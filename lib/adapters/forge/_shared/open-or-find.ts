import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import type { MergeRequest } from '#lib/ports/forge.ts';

/**
 * Opens a request between two branches. Every forge has one of these at a time: where it says so, the one that is open is it.
 * @param taken what the forge's refusal is told as
 */
export async function openOrFind(
  open: () => Promise<MergeRequest>,
  taken: ExternalErrorKind,
  find: () => Promise<MergeRequest | null>,
): Promise<MergeRequest> {
  try {
    return await open();
  } catch (error) {
    const found = error instanceof ExternalError && error.kind === taken ? await find() : null;
    if (found?.state !== 'opened') {
      throw error;
    }
    return found;
  }
}
