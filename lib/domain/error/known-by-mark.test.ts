import { describe, expect, it, vi } from 'vitest';
import { ExternalError } from './external-error.ts';
import { PortalError } from './portal-error.ts';

class SilenceError extends ExternalError {}

const detail = { provider: 'gitlab', operation: 'read', kind: 'timeout', message: 'nothing came' } as const;

/** The classes as another bundle has them. */
async function anotherCopy(): Promise<{ Portal: typeof PortalError; External: typeof ExternalError }> {
  vi.resetModules();
  const [portal, external] = await Promise.all([import('./portal-error.ts'), import('./external-error.ts')]);
  return { Portal: portal.PortalError, External: external.ExternalError };
}

describe('errors that have passed from one bundle to another', () => {
  it('are known for what they are', async () => {
    const { Portal, External } = await anotherCopy();
    expect(Portal).not.toBe(PortalError);
    expect(new Portal('not-found', 'There is none.')).toBeInstanceOf(PortalError);
    expect(new External(detail)).toBeInstanceOf(ExternalError);
    expect(new PortalError('not-found', 'There is none.')).toBeInstanceOf(Portal);
  });

  it('are not taken for each other, for their subclasses or for anything else', async () => {
    const { Portal, External } = await anotherCopy();
    expect(new Portal('not-found', 'There is none.')).not.toBeInstanceOf(ExternalError);
    expect(new External(detail)).not.toBeInstanceOf(PortalError);
    expect(new External(detail)).not.toBeInstanceOf(SilenceError);
    expect(new SilenceError(detail)).toBeInstanceOf(SilenceError);
    expect(new SilenceError(detail)).toBeInstanceOf(External);
    for (const other of [new Error('other'), null, undefined, 'text', {}]) {
      expect(other).not.toBeInstanceOf(PortalError);
    }
  });
});
