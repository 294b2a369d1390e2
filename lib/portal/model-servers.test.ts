import { describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import type { InstalledModel, ModelCard } from '#lib/domain/model/model.ts';
import { testCollection } from '#lib/testing/collection.ts';
import type { ModelServerSnapshot } from './context.ts';
import type { ModelServerEntry } from './model-server-entry.ts';
import { declaredFor, installedModel, readCards } from './model-servers.ts';

const CODER = { name: 'Coder:latest', digest: 'c' } as InstalledModel;
const CARD = { parentModel: 'mistral' } as ModelCard;
const place = { path: 'v.yaml', line: 1 };
const DECLARED = {
  application: 'argocd/ollama',
  namespace: 'ollama',
  hosts: [],
  models: [
    { name: 'coder', how: 'create', place },
    { name: 'not-there', how: 'create', place },
    { name: 'mistral', how: 'pull', place },
  ],
} as unknown as DeclaredServer;

function rig(describeModel: ModelServerEntry['describe'], application: string | null = 'ollama') {
  const snapshot = { id: 'lab', label: 'Lab', state: { version: '1', loaded: [], installed: [CODER] } };
  return {
    models: [testCollection<ModelServerSnapshot>([['lab', snapshot]])],
    modelServers: [
      {
        id: 'lab',
        label: 'Lab',
        url: 'http://lab',
        application,
        vramBytes: null,
        environment: {},
        describe: describeModel,
      },
    ],
    declaredModels: testCollection([['argocd/ollama', DECLARED]]),
  };
}
const { signal } = new AbortController();

describe('what servers made of what git has them make', () => {
  it('is asked for models that are made and installed, and no others', async () => {
    const asked: string[] = [];
    const services = rig(async ({ name, digest }) => {
      asked.push(`${name} ${digest}`);
      return CARD;
    });
    expect(await readCards(services, DECLARED, [DECLARED], signal)).toEqual({
      cards: { 'coder:latest': CARD },
      problems: [],
    });
    expect(asked).toEqual(['Coder:latest c']);
  });

  it('of a server that is another’s, nothing is asked', async () => {
    const services = rig(() => Promise.reject(new Error('asked')), 'other');
    expect(await readCards(services, DECLARED, [DECLARED], signal)).toEqual({ cards: {}, problems: [] });
  });

  it('a model that is gone by now has none; one that cannot be asked is told, and a bug is one', async () => {
    expect(
      await readCards(
        rig(() => Promise.resolve(null)),
        DECLARED,
        [DECLARED],
        signal,
      ),
    ).toEqual({ cards: {}, problems: [] });
    const error = new ExternalError({ provider: 'lab', operation: 'describe model', kind: 'timeout', message: 'slow' });
    const read = await readCards(
      rig(() => Promise.reject(error)),
      DECLARED,
      [DECLARED],
      signal,
    );
    expect(read).toEqual({
      cards: {},
      problems: [expect.stringContaining('could not be asked: lab: describe model: slow')],
    });
    const broken = rig(() => Promise.reject(new TypeError('a bug')));
    await expect(readCards(broken, DECLARED, [DECLARED], signal)).rejects.toThrow('a bug');
  });

  it('a read that is no longer wanted ends', async () => {
    const reason = new Error('stopped');
    const services = rig((_, wanted) => Promise.reject(wanted?.reason));
    await expect(readCards(services, DECLARED, [DECLARED], AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

it('a model is found by any way to write it, and a server by the application it is named with', () => {
  const services = rig(() => Promise.resolve(null));
  expect(installedModel(services, 'lab', 'CODER')).toBe(CODER);
  expect(installedModel(services, 'lab', 'coder:7b')).toBeUndefined();
  expect(installedModel(services, 'other', 'coder')).toBeUndefined();
  expect(declaredFor(services, { url: '', application: 'argocd/ollama' })).toBe(DECLARED);
});
