import { objectsShape } from './objects/index.ts';
import type { MakeableKind } from './objects/kind.ts';
import { fenced, type GatewayQuestion, type Request, RULES, requestTexts } from './question.ts';

/** Asks for what a request is made of, where no golden path fits. */
export function askForObjects(request: Request, kinds: readonly MakeableKind[]): GatewayQuestion {
  const system = [
    RULES,
    `Name what the application ${request.appName} is made of. The portal writes the manifests, with names, labels, limits and a security context.`,
    'Name nothing that was not asked for and is not needed. Where a workload is to be reached by others it needs a service.',
    'Containers run without root and write to /tmp and their volumes only: choose an image that can. Images carry a version, never "latest".',
  ].join('\n\n');
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: fenced(requestTexts(request)) },
    ],
    shape: objectsShape(kinds),
  };
}
