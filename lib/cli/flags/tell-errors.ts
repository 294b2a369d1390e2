import { PortalError } from '#lib/domain/error/portal-error.ts';

/** Lets a command say of an error of the portal also what to do about it. */
export async function tellErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof PortalError && error.suggestion !== undefined
      ? new Error(`${error.message}\n${error.suggestion}`, { cause: error })
      : error;
  }
}
