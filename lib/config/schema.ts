import { isIP } from 'node:net';
import { z } from 'zod';
import { AI_KINDS, APPLICATION_KINDS, PLATFORM_NAMESPACES } from '#lib/domain/guardrail/landing-zone.ts';
import { parseQuantity } from '#lib/domain/quantity/quantity.ts';

/** Ids name connections in the file, in environment variables and in the portal. */
const Id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'a short name of lower-case letters, digits and "-", such as "gitlab"');
const HttpUrl = z.url({ protocol: /^https?$/, error: 'an address that starts with http:// or https://' });
const Groups = z.array(z.string().min(1));
const Patterns = z.array(z.string().min(1)).min(1);

const RepositoryPath = z
  .string()
  .regex(/^[^/\s]+(\/[^/\s]+)+$/, 'the full path of a repository, such as "platform/gitops-platform"');
const GroupPath = z.string().regex(/^[^/\s]+(\/[^/\s]+)*$/, 'the full path of a group, such as "platform/apps"');

/** Where to look for runners while the portal's token may not see all of them. */
const RunnerPlaces = z.strictObject({
  groups: z.array(GroupPath).optional(),
  projects: z.array(RepositoryPath).optional(),
  /** Of Gitea: those of the whole instance, which takes the token of an administrator. */
  instance: z.boolean().default(false),
});

const Forge = z.strictObject({
  id: Id,
  kind: z.enum(['gitlab', 'gitea', 'github'], {
    error: 'the kind of forge: "gitlab", "github", or "gitea", which Forgejo is as well',
  }),
  url: HttpUrl,
  /** Of the OAuth application that people sign in with. */
  clientId: z.string().min(1).optional(),
  runners: RunnerPlaces.optional(),
});

const Cluster = z
  .strictObject({
    id: Id,
    label: z.string().optional(),
    kubeconfig: z.string().optional(),
    context: z.string().optional(),
    inCluster: z.boolean().optional(),
    server: HttpUrl.optional(),
    caFile: z.string().optional(),
    argocd: z
      .strictObject({
        namespace: z.string().default('argocd'),
        root: z.string().min(1),
        url: HttpUrl.optional(),
        /** Whether people may ask it to look at git now; needs the token of its API. */
        refresh: z.boolean().default(false),
      })
      .optional(),
    /** Names and servers by which Argo CDs in other clusters deploy to this one. */
    destinations: z.array(z.string().min(1)).default([]),
  })
  .refine((cluster) => [cluster.kubeconfig, cluster.inCluster, cluster.server].filter(Boolean).length === 1, {
    error: 'exactly one of "kubeconfig", "inCluster: true" and "server"',
  });

const ModelServer = z.strictObject({
  id: Id,
  label: z.string().optional(),
  url: HttpUrl,
  /** The Argo CD application that brings it, `ollama` or `argocd/ollama`; without it, it is found by its address. */
  application: z.string().min(1).optional(),
  /** Of all its cards together; what is not said is found where it runs in the cluster. */
  vram: z
    .string()
    .refine((text) => parseQuantity(text) !== null, 'an amount of memory as Kubernetes writes it, such as "16Gi"')
    .optional(),
  /** How it was started, where no chart says. */
  maxLoadedModels: z.int().min(1).max(1000).optional(),
  numParallel: z.int().min(1).max(1000).optional(),
  contextLength: z.int().min(1).max(100_000_000).optional(),
});

/** A Prometheus, or what answers as one, that holds measurements of cards and machines. */
const Prometheus = z.strictObject({
  url: HttpUrl,
  /** For basic authentication. */
  username: z.string().min(1).optional(),
  /** Machines that the cluster knows by another name than they are measured under. */
  instances: z.array(z.strictObject({ instance: z.string().min(1), node: z.string().min(1) })).default([]),
});
/** Whose self-hosted runners are shown besides those of the forges. */
const RunnerHost = z
  .strictObject({
    id: Id,
    kind: z.enum(['github', 'gitea'], { error: 'the kind of host: "github" or "gitea"' }),
    /** Of GitHub, github.com where it is not said. */
    url: HttpUrl.optional(),
    /** Of Gitea: the runners of the whole instance, which takes the token of an administrator. */
    instance: z.boolean().default(false),
    organizations: z
      .array(z.string().regex(/^[\w.-]+$/, 'the name of an organization, such as "octo-org"'))
      .default([]),
    /** A GitHub App in place of a token. */
    app: z.strictObject({ id: z.string().min(1), installation: z.int().positive() }).optional(),
    repositories: z
      .array(z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'a repository with its owner, such as "octo-org/hello"'))
      .default([]),
  })
  .refine(({ instance, organizations, repositories }) => instance || organizations.length + repositories.length > 0, {
    error: 'at least one of "organizations" and "repositories", or "instance" of a Gitea',
  })
  .refine(({ kind, url }) => kind === 'github' || url !== undefined, {
    error: 'the address people open it under',
    path: ['url'],
  })
  .refine(({ kind, app, instance }) => (kind === 'github' ? !instance : app === undefined), {
    error: '"instance" is for Gitea, and "app" for GitHub',
  });

const WatchedRepository = z.strictObject({
  repository: RepositoryPath,
  branch: z.string().default('main'),
  /** Other addresses that Argo CD knows the repository under. */
  urls: z.array(z.string()).default([]),
});

const GitOps = WatchedRepository.extend({
  forge: Id,
  /** More repositories whose merge requests are looked at, checked, approved and merged here; of the same forge, or of the one named. */
  watched: z
    .array(WatchedRepository.extend({ forge: Id.optional() }))
    .refine((watched) => new Set(watched.map(({ repository }) => repository)).size === watched.length, {
      error: 'each repository once',
    })
    .default([]),
}).refine(({ repository, watched }) => watched.every((one) => one.repository !== repository), {
  error: 'each repository once: gitops.repository is watched already',
  path: ['watched'],
});

/** What new services are made to fit: how the cluster lets traffic in, and under which names. */
const Platform = z.strictObject({
  domain: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'a domain in small letters, such as "homelab.local"')
    .optional(),
  ingressClass: z.string().min(1).default('traefik'),
  ingressNamespace: z.string().min(1).default('kube-system'),
  /** The controller's pods, by their label `app.kubernetes.io/name`; without it they are called like the class. */
  ingressName: z.string().min(1).optional(),
  clusterIssuer: z.string().min(1).optional(),
});

/** What a change from a form may touch. What is not named is refused. */
const Landing = z.strictObject({
  paths: Patterns.default(['argocd/applications/*.yaml', 'apps/**']),
  namespaces: Patterns.default(['*']),
  closedNamespaces: z.array(z.string()).default([...PLATFORM_NAMESPACES]),
  /** As kubectl names them; kinds without a namespace by their full name. */
  kinds: Patterns.default([...APPLICATION_KINDS]),
  /** That images may come from; `*` is all. */
  registries: Patterns.default(['*']),
  /** Argo CD projects that an application may belong to. */
  projects: z.array(z.string()).default(['default']),
});

const Guardrails = z.strictObject({
  privilegedNamespaces: z
    .array(z.string())
    .default(['gpu-workloads', 'kube-system', 'longhorn-system', 'gpu-operator']),
  landing: Landing.prefault({}),
});

/** A server of language models that writes. It may be one of `models` as well, under the same id. */
const Writer = z.strictObject({
  id: Id,
  label: z.string().optional(),
  kind: z.enum(['ollama', 'openai'], { error: 'how it is spoken to: "ollama" or "openai"' }).default('ollama'),
  url: HttpUrl,
  model: z.string().min(1).max(350),
  /** Of question and answer together; what is longer is refused. */
  contextTokens: z.int().min(2048).max(10_000_000).default(8192),
  answerTokens: z.int().min(256).max(1_000_000).default(2048),
  /** Requests that it is given at a time. */
  parallel: z.int().min(1).max(100).default(1),
});

/** What a model may make without a golden path. */
const AiLanding = z.strictObject({
  folder: z
    .string()
    .regex(
      /^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)+$/,
      'a folder below the first level, such as "apps/ai-generated"',
    )
    .default('apps/ai-generated'),
  namespace: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'the name of a namespace, such as "ai-generated"')
    .default('ai-generated'),
  kinds: z.array(z.string().min(1)).default([...AI_KINDS]),
  registries: Patterns.default(['*']),
});

const Gateway = z
  .strictObject({
    writers: z.array(Writer).min(1),
    attempts: z.int().min(1).max(8).default(3),
    /** Whether a model looks at a merge request when it is asked to, or at every commit of each that is open. */
    reviews: z.enum(['asked', 'every']).default('asked'),
    /** The golden paths that a model may fill in; without it, all. */
    templates: z.array(z.string().min(1)).optional(),
    landing: AiLanding.prefault({}),
  })
  .refine(({ writers }) => new Set(writers.map(({ id }) => id)).size === writers.length, {
    error: 'an id of its own for each of "writers"',
  });

const ApprovalPolicy = z.strictObject({
  id: Id,
  paths: Patterns.default(['**']),
  repositories: z.array(RepositoryPath).min(1).optional(),
  origins: z.array(z.enum(['template', 'ai', 'forge'])).default(['template', 'ai', 'forge']),
  required: z.int().min(1).max(10).default(1),
  groups: Groups.default([]),
  solo: z.boolean().default(false),
});

/** What the portal may connect to, by the addresses that names resolve to. */
const Outbound = z.strictObject({
  addresses: z
    .array(z.string().refine(isAddressBlock, 'a block of addresses, such as "192.168.1.0/24" or "fd00::/8"'))
    .default([]),
});

function isAddressBlock(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  const isSize = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
  return family !== 0 && isSize && rest.length === 0;
}

const PerMinute = z.int().min(1).max(1_000_000_000);

/** How many requests a minute are answered: of one person, or of one address where nobody is signed in. */
const Limits = z.strictObject({
  signIns: PerMinute.default(600),
  commands: PerMinute.default(1200),
  reads: PerMinute.default(6000),
  webhooks: PerMinute.default(1200),
  strangers: PerMinute.default(1200),
});

const Roles = z.strictObject({
  viewer: Groups.optional(),
  developer: Groups.optional(),
  approver: Groups.optional(),
  admin: Groups.optional(),
});

const SignIn = z.strictObject({
  mode: z.enum(['forge', 'single-user'], { error: '"forge" (people sign in with the forge) or "single-user"' }),
  forge: Id.optional(),
  sessionHours: z.number().positive().max(720).default(12),
});

export const ConfigFile = z.strictObject({
  url: HttpUrl,
  database: z.string().default('file:.portolan/portolan.db'),
  /** The sandbox's control address, when this portal is connected to a sandbox. */
  sandbox: HttpUrl.optional(),
  signIn: SignIn,
  roles: Roles,
  forges: z.array(Forge).min(1),
  clusters: z.array(Cluster).min(1),
  models: z.array(ModelServer).default([]),
  prometheus: Prometheus.optional(),
  runners: z.array(RunnerHost).default([]),
  gitops: GitOps,
  platform: Platform.prefault({}),
  /** Folders with templates besides those that come with the portal. */
  templates: z.array(z.string()).default([]),
  guardrails: Guardrails.prefault({}),
  gateway: Gateway.optional(),
  approvals: z.array(ApprovalPolicy).default([]),
  outbound: Outbound.prefault({}),
  /** How many proxies of one's own are in front, each adding one address to X-Forwarded-For. */
  trustedProxies: z.int().min(0).max(10).default(0),
  limits: Limits.prefault({}),
});

export type ConfigFile = z.infer<typeof ConfigFile>;
