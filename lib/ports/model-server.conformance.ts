import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ModelServer } from './model-server.ts';

export type ModelServerFixture = {
  server: ModelServer;
  /** What the far side holds, looked at past the adapter. Names with their tags. */
  farSide(): Promise<{
    installed: string[];
    loaded: { name: string; sizeBytes: number; vramBytes: number }[];
  }>;
  /** Has the far side load a model that is installed, for ever or not; null where the suite may not change it. */
  load: ((name: string, keepAlive: 'for ever' | 'for a while') => Promise<void>) | null;
  /** The same server at an address where nothing listens. */
  unreachable: ModelServer;
  close(): Promise<void>;
};

/** What every model server must do. */
export function modelServerConformance(name: string, open: () => Promise<ModelServerFixture>): void {
  describe(`model server: ${name}`, () => {
    let fixture: ModelServerFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture.close());

    it('says what it is', () => {
      expect(fixture.server.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(fixture.server.label).not.toBe('');
    });

    it('tells its version and every model on its disk, no other and none twice', async () => {
      const state = await fixture.server.read();
      const { installed } = await fixture.farSide();
      expect(state.version).toMatch(/\S/);
      expect(state.installed.map((model) => model.name).toSorted()).toEqual(installed.toSorted());
      expect(state).not.toHaveProperty('skipped');
      for (const model of state.installed) {
        expect(model.name).toMatch(/[:@]/);
        expect(model.digest).toMatch(/^[0-9a-f]{12,64}$/);
        expect(model.sizeBytes).toBeGreaterThan(0);
      }
    });

    it('tells what is in memory in the figures of the far side', async () => {
      const [state, { loaded }] = [await fixture.server.read(), await fixture.farSide()];
      const told = state.loaded.map(({ name: model, sizeBytes, vramBytes }) => ({ name: model, sizeBytes, vramBytes }));
      expect(told).toEqual(expect.arrayContaining(loaded));
      expect(told).toHaveLength(loaded.length);
      for (const model of state.loaded) {
        expect(model.vramBytes).toBeLessThanOrEqual(model.sizeBytes);
      }
    });

    it('notices a model that is loaded, until when, and never as never', async ({ skip }) => {
      const { load, server, farSide } = fixture;
      if (load === null) {
        return skip('this server is only to be read');
      }
      const [first = '', second = ''] = (await farSide()).installed;
      await load(first, 'for ever');
      await load(second, 'for a while');
      const { loaded } = await server.read();
      expect(loaded.find((model) => model.name === first)).toMatchObject({ expiresAt: null });
      expect(loaded.find((model) => model.name === second)).toMatchObject({
        expiresAt: expect.any(Number),
        contextLength: expect.any(Number),
        family: expect.stringMatching(/\S/),
      });
      expect(loaded.map((model) => model.name).toSorted()).toEqual(
        (await farSide()).loaded.map((model) => model.name).toSorted(),
      );
    });

    it('an address where nothing listens is an error that says so', async () => {
      const error = await fixture.unreachable.read().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ExternalError);
      expect(error).toMatchObject({ kind: 'unavailable', provider: fixture.unreachable.id });
    });

    it('a read that is no longer wanted ends with the reason given', async () => {
      const reason = new Error('the page was closed');
      await expect(fixture.server.read(AbortSignal.abort(reason))).rejects.toBe(reason);
      const stop = new AbortController();
      const reading = fixture.server.read(stop.signal);
      stop.abort(reason);
      await expect(reading).rejects.toBe(reason);
    });
  });
}
