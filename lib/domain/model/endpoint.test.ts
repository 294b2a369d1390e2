import { expect, it } from 'vitest';
import { serverBehind } from './endpoint.ts';

const ollama = { application: 'argocd/ollama', namespace: 'ai', hosts: ['ollama.homelab.local'] };
const other = { application: 'team/ollama', namespace: 'team', hosts: [] };
const twin = { application: 'argocd/twin', namespace: 'team', hosts: [] };

it.each([
  ['http://10.0.0.1:11434', 'argocd/ollama', [ollama, other], 'argocd/ollama'],
  ['http://10.0.0.1:11434', 'ollama', [ollama], 'argocd/ollama'],
  ['http://10.0.0.1:11434', 'ollama', [ollama, other], undefined],
  ['http://10.0.0.1:11434', 'nobody', [ollama, other], undefined],
  ['https://Ollama.homelab.local/', null, [ollama, other], 'argocd/ollama'],
  ['http://ollama.ai.svc.cluster.local:11434', null, [ollama, other], 'argocd/ollama'],
  ['http://ollama.ai.svc:11434', null, [ollama, other], 'argocd/ollama'],
  ['http://ollama.team.svc', null, [other, twin], undefined],
  ['http://192.168.1.99:11434', null, [ollama, other], undefined],
  ['nonsense', null, [ollama], undefined],
])('%s, named %s', (url, application, servers, expected) => {
  expect(serverBehind({ url, application }, servers)?.application).toBe(expected);
});
