import { describe, expect, it } from 'vitest';
import type { Template } from '#lib/domain/template/template.ts';
import type { DraftStep } from './converse.ts';
import type { GatewayQuestion } from './question.ts';
import { type DraftRequest, type DraftTools, writeDraft } from './write-draft.ts';

const TEMPLATE = {
  id: 'web-service',
  title: 'Web service',
  description: 'Answers HTTP.',
  pages: [
    {
      title: '',
      description: '',
      schema: {
        required: ['name', 'image'],
        properties: { name: { type: 'string' }, image: { type: 'string' }, port: { type: 'integer', default: 80 } },
      },
    },
  ],
} as unknown as Template;

const REQUEST: DraftRequest = {
  prompt: 'deploy nginx with 2 replicas and expose it on port 80',
  appName: 'nginx-demo',
  templates: [TEMPLATE],
  zone: {
    folder: 'apps/ai-generated',
    namespace: 'ai-generated',
    kinds: ['Deployment.apps', 'Service'],
    network: async () => null,
  },
  attempts: 3,
};
const WAY = (way: string) => JSON.stringify({ why: 'It fits.', way });

/** A model that says these things one after the other, and what it was asked. */
function rig(answers: readonly string[], more: Partial<DraftTools> = {}) {
  const asked: GatewayQuestion[] = [];
  const steps: DraftStep[] = [];
  const tools: DraftTools = {
    async ask(question) {
      asked.push(question);
      return { text: answers[asked.length - 1] ?? '', isCut: false };
    },
    checkValues: () => [],
    checkForm: async () => null,
    checkFiles: async () => null,
    onStep: (step) => steps.push(step),
    ...more,
  };
  return {
    asked,
    steps,
    write: (request: Partial<DraftRequest> = {}) => writeDraft({ ...REQUEST, ...request }, tools),
  };
}

describe('a draft', () => {
  it('is a golden path with its values, under the name that the person gave', async () => {
    const { asked, steps, write } = rig([WAY('web-service'), '{"image":"nginx:1.29","port":80}']);
    expect(await write()).toEqual({
      kind: 'form',
      templateId: 'web-service',
      values: { name: 'nginx-demo', image: 'nginx:1.29', port: 80 },
      problem: null,
    });
    expect(steps.map(({ stage, attempt }) => `${stage} ${attempt}`)).toEqual(['path 1', 'form 1']);
    expect(asked[1]?.shape.properties).not.toHaveProperty('name');
  });

  it('keeps the name of the person, whatever the model says', async () => {
    const { write } = rig([WAY('web-service'), '{"image":"nginx:1.29","name":"argocd"}']);
    expect(await write({ attempts: 1 })).toMatchObject({ kind: 'nothing' });
  });

  it('is made of objects where no golden path fits', async () => {
    const { write } = rig([
      WAY('objects'),
      '{"workloads":[{"image":"redis:8.2","port":6379}],"services":[{"port":6379}]}',
    ]);
    const draft = await write();
    expect(draft).toMatchObject({ kind: 'objects', problem: null });
    expect(draft.kind === 'objects' && draft.files.map(({ path }) => path)).toEqual([
      'apps/ai-generated/nginx-demo/deployment-nginx-demo.yaml',
      'apps/ai-generated/nginx-demo/service-nginx-demo.yaml',
    ]);
  });

  it('is none where something else is asked for', async () => {
    const { write } = rig(['{"why":"It asks for a poem.","way":"none"}']);
    expect(await write({ prompt: 'a poem, please' })).toEqual({ kind: 'declined', why: 'It asks for a poem.' });
  });

  it('is asked for anew where what it makes leads nowhere', async () => {
    const { steps, write } = rig([
      WAY('objects'),
      '{"services":[{"workload":"web","port":80}]}',
      '{"workloads":[{"image":"nginx:1.29"}],"services":[{"port":80}]}',
      '{"workloads":[{"image":"nginx:1.29","port":80}],"services":[{"port":80}]}',
    ]);
    expect(await write()).toMatchObject({ kind: 'objects', problem: null });
    expect(steps.map(({ problem }) => problem)).toEqual([
      null,
      expect.stringContaining('Service/nginx-demo leads to no workload that is named here'),
      expect.stringContaining('say the port that it listens on'),
      null,
    ]);
  });

  it('offers no objects where there may be none, and takes none', async () => {
    const { asked, write } = rig([WAY('objects'), WAY('objects'), WAY('objects')]);
    expect(await write({ zone: null })).toMatchObject({ kind: 'nothing' });
    expect(JSON.stringify(asked[0]?.shape)).not.toContain('objects');
  });
});

describe('what is wrong', () => {
  it('goes back to the model with its answer, and is mended', async () => {
    const { asked, steps, write } = rig([WAY('web-service'), '{"image":"nginx:latest"}', '{"image":"nginx:1.29"}'], {
      checkValues: (_, { image }) =>
        image === 'nginx:latest' ? [{ path: 'image', message: 'Write a version, such as 1.4.2.' }] : [],
    });
    expect(await write()).toMatchObject({ kind: 'form', values: { image: 'nginx:1.29' }, problem: null });
    expect(asked[2]?.messages.slice(2)).toEqual([
      { role: 'assistant', content: '{"image":"nginx:latest"}' },
      { role: 'user', content: expect.stringContaining('- image: Write a version, such as 1.4.2.') },
    ]);
    expect(steps.map(({ problem }) => problem !== null)).toEqual([false, true, false]);
  });

  it('is shown to the person when the attempts are over, with the last draft that could be read', async () => {
    const { asked, write } = rig([WAY('web-service'), '{"image":"a:1"}', '{"image":"b:2"}', 'I am sorry.'], {
      checkForm: async () => 'The rules of the platform refuse this:\n- no limits',
    });
    expect(await write()).toEqual({
      kind: 'form',
      templateId: 'web-service',
      values: { name: 'nginx-demo', image: 'b:2' },
      problem: 'The rules of the platform refuse this:\n- no limits',
    });
    expect(asked).toHaveLength(4);
  });

  it('is said where nothing could be read at all', async () => {
    const { asked, write } = rig(['no', 'never', 'nothing']);
    expect(await write()).toMatchObject({ kind: 'nothing', problem: expect.stringContaining('not one JSON object') });
    expect(asked).toHaveLength(3);
  });

  it('never grows the conversation: only the last answer is told again', async () => {
    const { asked, write } = rig(Array.from({ length: 9 }, () => 'x'.repeat(50_000)));
    await write({ attempts: 8 });
    expect(Math.max(...asked.map(({ messages }) => messages.length))).toBe(4);
    expect(Math.max(...asked.map(({ messages }) => JSON.stringify(messages).length))).toBeLessThan(12_000);
  });

  it('of the server is the caller`s', async () => {
    const { write } = rig([], {
      ask: async () => {
        throw new Error('busy');
      },
    });
    await expect(write()).rejects.toThrow('busy');
  });
});
