import { AI_KINDS } from '#lib/domain/guardrail/landing-zone.ts';
import type { Gateway } from '#lib/portal/gateway.ts';
import type { LanguageModel } from '#lib/ports/language-model.ts';
import { testCollection } from '../collection.ts';

/** A gateway with one server that takes two requests at a time, except for what the test says. */
export function gatewayWith(server: LanguageModel, overrides: Partial<Gateway> = {}): Gateway {
  return {
    writers: [
      {
        server,
        url: 'http://ollama.test',
        model: 'qwen2.5-coder:7b',
        contextTokens: 8192,
        answerTokens: 1024,
        parallel: 2,
      },
    ],
    attempts: 3,
    templateIds: null,
    zone: { folder: 'apps/ai-generated', namespace: 'ai-generated', kinds: AI_KINDS },
    controller: { namespace: 'kube-system', name: 'traefik' },
    landing: {
      paths: ['apps/ai-generated/**'],
      namespaces: ['ai-generated'],
      closedNamespaces: [],
      kinds: [...AI_KINDS],
      registries: ['*'],
      applications: null,
    },
    rows: testCollection(),
    texts: testCollection(),
    runUpdated: () => undefined,
    reviews: 'asked',
    reviewRows: testCollection(),
    reviewUpdated: () => undefined,
    nudge: () => undefined,
    cancel: () => undefined,
    ...overrides,
  };
}
