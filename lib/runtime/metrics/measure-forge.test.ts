import { expect, it } from 'vitest';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import { createPortalForge } from '#lib/portal/portal-forge.ts';
import type { Forge, ForgeCredential, ForgeHost } from '#lib/ports/forge.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createPretendForge } from '#lib/testing/forge/pretend-forge.ts';
import { measureForge } from './measure-forge.ts';

/** A forge as a class has it: its methods are its prototype's, and need to know whose they are. */
class ClassForge {
  readonly #token: string;
  constructor(token: string) {
    this.#token = token;
  }
  async whoAmI() {
    return { id: 1, username: this.#token, name: 'Portal' };
  }
  async branch(): Promise<never> {
    throw new ExternalError({ provider: 'gitlab', operation: 'branch', kind: 'auth', message: `not ${this.#token}` });
  }
}

class ClassHost implements ForgeHost {
  readonly id = 'gitlab';
  readonly name = 'GitLab';
  readonly webUrl = 'https://gitlab';
  as({ accessToken }: ForgeCredential): Forge {
    return new ClassForge(accessToken) as unknown as Forge;
  }
  fileUrl(repository: string, ref: string, path: string): string {
    return `${this.webUrl}/${repository}/-/blob/${ref}/${path}`;
  }
  commitUrl(repository: string, sha: string): string {
    return `${this.webUrl}/${repository}/-/commit/${sha}`;
  }
}

const measured = (host: ForgeHost) => {
  const metrics = createRegistry();
  return { metrics, host: measureForge(host, 'own', { metrics, connections: createConnectionLog(createFakeClock()) }) };
};

it('a forge that is made of a class is measured and marked like any other', async () => {
  const { metrics, host } = measured(new ClassHost());
  const portal = createPortalForge(host, 'own');
  expect(await portal.whoAmI()).toMatchObject({ username: 'own' });
  await expect(portal.branch('shop', 'main')).rejects.toMatchObject({ isPortals: true, words: 'not own' });
  expect([host.id, host.name, host.webUrl]).toEqual(['gitlab', 'GitLab', 'https://gitlab']);
  expect(host.fileUrl('shop', 'main', 'a')).toBe('https://gitlab/shop/-/blob/main/a');
  expect(host.commitUrl('shop', 'c')).toBe('https://gitlab/shop/-/commit/c');
  const counted = metrics
    .families()
    .flatMap(({ name, samples }) => (name === 'portolan_forge_requests_total' ? samples : []))
    .map(({ labels, value }) => [labels.operation, labels.outcome, value]);
  expect(counted).toEqual([
    ['whoAmI', 'ok', 1],
    ['branch', 'auth', 1],
  ]);
});

it('every call of a forge goes through', () => {
  const pretend = createPretendForge({}).as({ accessToken: 'own' });
  const { host } = measured(createPretendForge({}));
  expect(Object.keys(host.as({ accessToken: 'own' })).toSorted()).toEqual(Object.keys(pretend).toSorted());
});
