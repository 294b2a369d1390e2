/** A part of the tree and what it may import. More specific parts come first. */
export type Zone = {
  name: string;
  /** The part's folder, or a file. */
  path: string;
  /** Folders or files it may import from, besides its own. */
  may: string[];
  /** Where it may import types only. */
  mayTypes?: string[];
};

const SHARED_INSIDE = ['lib/domain'];
const FOR_ADAPTERS = ['lib/domain', 'lib/ports', 'lib/adapters/_shared'];

/** The import rule: inside knows nothing of outside; only the runtime knows adapters. */
export const ZONES: Zone[] = [
  { name: 'domain', path: 'lib/domain', may: [] },
  { name: 'ports', path: 'lib/ports', may: ['lib/domain'] },
  { name: 'guardrails', path: 'lib/guardrails', may: SHARED_INSIDE },
  { name: 'templates', path: 'lib/templates', may: SHARED_INSIDE },
  { name: 'gateway', path: 'lib/gateway', may: SHARED_INSIDE },
  { name: 'live', path: 'lib/live', may: ['lib/domain', 'lib/ports'] },
  { name: 'portal', path: 'lib/portal', may: ['lib/domain', 'lib/ports'] },
  {
    name: 'use cases',
    path: 'lib/usecases',
    may: [
      'lib/domain',
      'lib/ports',
      'lib/portal',
      'lib/guardrails/index.ts',
      'lib/templates/index.ts',
      'lib/gateway/index.ts',
    ],
  },
  { name: 'views', path: 'lib/views', may: ['lib/domain', 'lib/ports', 'lib/portal', 'lib/live'] },
  { name: 'shared adapter parts', path: 'lib/adapters/_shared', may: ['lib/domain', 'lib/ports'] },
  { name: 'shared forge parts', path: 'lib/adapters/forge/_shared', may: FOR_ADAPTERS },
  { name: 'forge adapters', path: 'lib/adapters/forge', may: [...FOR_ADAPTERS, 'lib/adapters/forge/_shared'] },
  { name: 'adapters', path: 'lib/adapters', may: [...FOR_ADAPTERS, 'prisma'] },
  { name: 'config', path: 'lib/config', may: ['lib/domain'] },
  { name: 'runtime', path: 'lib/runtime', may: ['lib', 'prisma'] },
  {
    name: 'http',
    path: 'lib/http',
    may: ['lib/domain', 'lib/ports', 'lib/portal', 'lib/live', 'lib/runtime', 'lib/usecases', 'lib/views'],
  },
  { name: 'browser', path: 'lib/browser', may: ['lib/domain', 'lib/views'], mayTypes: ['lib/live'] },
  { name: 'command line', path: 'lib/cli', may: ['lib', 'prisma', 'sandbox', 'bench'] },
  { name: 'primitives', path: 'components/ui', may: [] },
  { name: 'patterns', path: 'components/patterns', may: ['components/ui', 'lib/domain'] },
  {
    name: 'forms',
    path: 'components/forms',
    may: ['components/ui', 'components/patterns', 'lib/domain', 'lib/templates', 'lib/browser'],
  },
  {
    name: 'components',
    path: 'components',
    may: ['components', 'lib/domain', 'lib/browser', 'lib/views', 'lib/templates'],
  },
  {
    name: 'app',
    path: 'app',
    may: ['components', 'lib/http', 'lib/runtime', 'lib/views', 'lib/usecases', 'lib/domain', 'lib/browser'],
  },
  { name: 'sandbox', path: 'sandbox', may: [], mayTypes: ['lib'] },
  { name: 'bench', path: 'bench', may: ['lib', 'sandbox', 'prisma', 'e2e/support/sign-in.ts'] },
  {
    name: 'browser tests',
    path: 'e2e',
    // The reader of metrics knows the format and nothing of the portal.
    may: ['sandbox', 'lib/cli', 'lib/testing/prometheus'],
    mayTypes: ['lib'],
  },
  { name: 'models', path: 'prisma', may: [] },
];

/** Packages that only one place may use, so that nothing else knows the vendor. */
export const PACKAGE_HOMES: Record<string, string[]> = {
  '@kubernetes/client-node': ['lib/adapters/kubernetes', 'bench/informer'],
  '@gitbeaker/core': ['lib/adapters/forge/gitlab'],
  '@gitbeaker/rest': ['lib/adapters/forge/gitlab'],
  '@gitbeaker/requester-utils': ['lib/adapters/forge/gitlab'],
  '@octokit/rest': ['lib/adapters/forge/github'],
  '@prisma/client': ['lib/adapters/db', 'prisma'],
  '@prisma/adapter-pg': ['lib/adapters/db'],
  'node:sqlite': ['lib/adapters/db', 'bench', 'e2e/support'],
  pg: ['lib/adapters/db'],
  'openid-client': ['lib/adapters/oidc', 'lib/adapters/_shared/oauth', 'lib/adapters/forge/github/sign-in'],
  pino: ['lib/adapters/log'],
  nunjitsu: ['lib/templates'],
  yaml: ['lib/domain/manifest', 'lib/config', 'lib/templates', 'lib/adapters/kubernetes', 'sandbox', 'lib/cli'],
  next: ['app', 'lib/http', 'components', 'next.config.ts', 'proxy.ts'],
};

/** Of all packages, these are the ones that pure code may use. */
export const PURE_ZONES = ['lib/domain', 'lib/ports', 'lib/guardrails', 'lib/templates', 'lib/gateway'];
export const PURE_PACKAGES = ['zod', 'yaml', 'nunjitsu', 'node:crypto', 'node:path'];

/** Who may read environment variables. */
export const ENVIRONMENT_READERS = [
  'lib/config',
  'lib/cli',
  'lib/runtime/open-portal.ts',
  'sandbox/main.ts',
  'bench',
  'e2e',
];

/** The only files of the server that open connections or start programs; everything else asks them. */
export const WAYS_OUT: Record<string, string[]> = {
  'node:http': ['lib/adapters/_shared', 'lib/adapters/kubernetes/send.ts', 'lib/adapters/kubernetes/agents.ts'],
  'node:https': ['lib/adapters/_shared', 'lib/adapters/kubernetes/send.ts', 'lib/adapters/kubernetes/agents.ts'],
  'node:dns': ['lib/adapters/_shared/reach.ts'],
  'node:child_process': ['lib/adapters/kubernetes/access/credential-plugin.ts'],
  'node:http2': [],
  'node:net': ['lib/adapters/_shared/reach.ts', 'lib/config/schema.ts', 'lib/http/limits/client-address.ts'],
  'node:tls': [],
  'node:dgram': [],
  undici: [],
};
