import { existsSync, readFileSync } from 'node:fs';
import { startPortalProcess } from '../../lib/cli/demo/portal-process.ts';
import { endProcess } from '../../lib/cli/process/end-process.ts';
import { readPlatform } from '../support/platform.ts';
import { expect, test } from '../support/test.ts';

/** After `z-portal.spec.ts`, which has ended the portal that the others share; run alone, it is still there. */
test.beforeAll(() => {
  const { portalPid } = readPlatform();
  const program = `/proc/${portalPid}/cmdline`;
  if (existsSync(program) && readFileSync(program, 'utf8').includes('.next/standalone/server.js')) {
    process.kill(portalPid, 'SIGKILL');
  }
});

test('a portal is the only one on its file: a second start refuses, and says why', async ({ platform }) => {
  const first = await startPortalProcess(platform.portalPort, platform.environment);
  try {
    await expect(startPortalProcess(platform.portalPort + 1, platform.environment)).rejects.toThrow(
      /Portolan cannot start: Another Portolan is using the database .*portolan\.db\. Stop it first/,
    );
    expect((await fetch(`${platform.portalUrl}/readyz`)).status).toBe(200);
  } finally {
    await endProcess(first);
  }
});
