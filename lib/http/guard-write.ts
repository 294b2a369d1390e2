import { PortalError } from '#lib/domain/error/portal-error.ts';

/** More than any form of ours sends. */
const MAX_BODY_BYTES = 256 * 1024;

/**
 * Refuses a changing request that another site could have sent: the Origin must be the portal's own and is never
 * optional, and the body must be JSON, which no HTML form can send.
 */
export function assertOwnOrigin(request: Request, portalUrl: string): void {
  if (request.headers.get('origin') !== new URL(portalUrl).origin) {
    throw new PortalError('not-permitted', 'This request does not come from the portal’s own pages.', {
      suggestion: `Open the portal under ${portalUrl}, the address in its configuration.`,
    });
  }
}

/** Reads a JSON body, refusing other types and anything large before it is read whole. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new PortalError('invalid-input', 'The request must be JSON (content-type: application/json).');
  }
  const text = await readLimited(request);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PortalError('invalid-input', 'The request is not valid JSON.', { cause });
  }
}

/** The same for a body that must be an object; its fields are still to be judged. */
export async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
  const body = await readJsonBody(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new PortalError('invalid-input', 'The request must be a JSON object.');
  }
  return body as Record<string, unknown>;
}

async function readLimited(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES) {
        throw new PortalError('invalid-input', `The request is larger than ${MAX_BODY_BYTES / 1024} KiB.`);
      }
      chunks.push(chunk);
    }
  } catch (cause) {
    // Nothing else but the end of the connection makes reading fail.
    throw cause instanceof PortalError
      ? cause
      : new PortalError('incomplete', 'The request was cut off before its end. Nothing was done.', { cause });
  }
  return Buffer.concat(chunks).toString('utf8');
}
