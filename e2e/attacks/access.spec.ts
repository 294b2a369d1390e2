import {
  type AccessRig,
  endsSession,
  startAccessRig,
  tryMatrix,
  tryTransports,
} from '../support/attacks/access-rig.ts';
import { ask } from '../support/attacks/ask.ts';
import { cookieOf, forgedCallers, NOBODY, SIGNED_IN, sessionOf } from '../support/attacks/callers.ts';
import { leaksIn } from '../support/attacks/judge.ts';
import { COMMAND_RIGHTS, VIEW_RIGHTS } from '../support/attacks/rights.ts';
import { sendRaw } from '../support/raw-request.ts';
import { expect, test } from '../support/test.ts';

const isLong = process.env.PORTOLAN_LONG === '1';
const STRANGERS = [NOBODY, ...forgedCallers(sessionOf('ada')).slice(0, isLong ? undefined : 3)];

// The routes come from the build, the rights from a table of their own. Each describe has a portal and a database of its own.
for (const hasProxy of [true, false]) {
  test.describe(hasProxy ? 'with the proxy' : 'with the proxy removed', () => {
    test.describe.configure({ mode: 'serial', timeout: isLong ? 3_600_000 : 180_000 });
    let rig: AccessRig | undefined;
    const started = () => {
      if (rig === undefined) {
        throw new Error('The portal did not start.');
      }
      return rig;
    };

    test.beforeAll(async ({ platform }) => {
      rig = await startAccessRig(platform, hasProxy);
    });
    test.afterAll(async () => rig?.portal.stop());

    test('there is something to protect, and the proxy is there or not', async () => {
      const { markers, portal } = started();
      expect(markers.for(null).length, 'texts that nobody may see').toBeGreaterThan(100);
      expect(markers.for('viewer').length, 'texts that a viewer may not see').toBeGreaterThan(10);
      const page = await sendRaw({ port: portal.port, path: '/waves', headers: { cookie: cookieOf('ada') } });
      expect(leaksIn(page, markers.for(null), '').length).toBeGreaterThan(3);
      expect(/script-src[^;]*'nonce-/.test(String(page.headers['content-security-policy']))).toBe(hasProxy);
    });

    test('the description of the interface names the role that is asked for', async () => {
      const { body } = await sendRaw({ port: started().portal.port, path: '/openapi.json' });
      const { paths } = JSON.parse(body) as { paths: Record<string, Record<string, { 'x-role': string }>> };
      const told = (path: string, method: string) => paths[path]?.[method]?.['x-role'];
      for (const [view, right] of Object.entries(VIEW_RIGHTS)) {
        expect(told(`/api/views/${view}`, 'get'), view).toBe(right);
      }
      for (const [command, right] of Object.entries(COMMAND_RIGHTS)) {
        expect(told(`/api/commands/${command}`, 'post'), command).toBe(right);
      }
    });

    test('every route, method and role answers as the table of rights says', async () => {
      const { addresses } = started();
      const { count, problems } = await tryMatrix(
        started(),
        addresses.filter((address) => !endsSession(address)),
        [...STRANGERS, ...SIGNED_IN],
      );
      test.info().annotations.push({ type: 'cells', description: String(count) });
      expect(problems).toEqual([]);
    });

    test('no other way of asking shows more', async () => {
      const { count, problems } = await tryTransports(
        started(),
        [...(isLong ? STRANGERS : [NOBODY]), ...SIGNED_IN],
        isLong ? 1 : 3,
      );
      test.info().annotations.push({ type: 'requests', description: String(count) });
      expect(problems).toEqual([]);
    });

    test('only who is signed in ends a session, and one that ended opens nothing', async () => {
      const { addresses, portal } = started();
      const [end] = addresses.filter(endsSession);
      for (const caller of [...STRANGERS, ...SIGNED_IN]) {
        const { answer } = await ask(portal, { method: 'POST', path: end?.path ?? '', body: '{}' }, caller);
        expect(answer.status, caller.name).toBe(caller.role === null ? 401 : 200);
      }
      const ended = SIGNED_IN.map((caller) => ({ ...caller, name: `${caller.name}, whose session ended`, role: null }));
      const { problems } = await tryMatrix(started(), addresses, ended);
      expect(problems).toEqual([]);
    });
  });
}
