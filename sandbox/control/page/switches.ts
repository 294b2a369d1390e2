import { type FaultKind, type FaultRule, SANDBOX_SERVERS, type SandboxServer } from '../../faults.ts';

/** What goes wrong when a switch of the page is on. */
type Rule = Omit<FaultRule, 'id' | 'server'>;
type Described = { title: string; sentence: string; rules: Rule[] };
/** `isCommon`: what really happens to people, and not a kind of fault by itself. */
export type FaultSwitch = Described & { id: string; isCommon: boolean };

/** Each kind of fault in words: a title, and what one sees of it. */
const KINDS: Record<FaultKind, readonly [title: string, sentence: string]> = {
  reset: ['Connections are cut', 'Every request ends with a reset, as from a process that died.'],
  hang: ['No answer', 'Requests are taken and never answered.'],
  delay: ['Slow', 'Every answer comes three seconds late.'],
  status: ['Errors', 'Every request is answered with 503.'],
  html: ['A web page instead', 'A proxy in front answers with its own page: 502 Bad Gateway.'],
  truncate: ['Answers are cut off', 'Half of each answer comes, then the connection ends.'],
  stall: ['Answers stall', 'Half of each answer comes, and the rest never.'],
  'watch-expire': ['Watches expire', 'Each watch is told 410 Gone, and its stream stays open.'],
  'watch-silence': ['Watches fall silent', 'Nothing comes any more until their time is up.'],
  'watch-close': ['Watches are closed', 'Each stream ends cleanly, again and again.'],
  'watch-reset': ['Watches are cut', 'Each stream is reset.'],
  'watch-garbage': ['Watches send garbage', 'A line that is no JSON.'],
  'watch-half-open': ['Watches are half open', 'The other side is gone, and nobody says so.'],
  'watch-long-line': ['Watches send 10 MB', 'A bookmark as long as a book.'],
  'watch-duplicate': ['Events come twice', 'Every event of a watch is sent a second time.'],
  'watch-reorder': ['Events change places', 'Each two events of a watch come in the wrong order.'],
  'watch-bookmarks': ['Bookmarks only', 'Watches tell where they stand, and never what happened.'],
  'watch-unanswered': ['Watches are not answered', 'Not even the head of an answer comes.'],
};

/** What a kind takes besides its name to be worth watching. */
const DETAILS: Partial<Record<FaultKind, Partial<Rule>>> = { delay: { delayMs: 3_000 }, status: { status: 503 } };

export const SERVER_NAMES: Record<SandboxServer, string> = {
  gitlab: 'GitLab',
  kubernetes: 'Kubernetes and Argo CD',
  ollama: 'Ollama',
  prometheus: 'Prometheus and its exporters',
  github: 'GitHub',
  argocd: 'Argo CD’s own API',
  gitea: 'Gitea',
};

const TOO_MANY: Described = {
  title: 'Too many requests',
  sentence: '429, and to come back in ten seconds.',
  rules: [{ kind: 'status', status: 429, retryAfterSeconds: 10 }],
};

/** What happens most often, made of one or more rules. */
const COMMON: Record<SandboxServer, Described[]> = {
  gitlab: [
    gone('It is gone', [{ kind: 'reset' }]),
    refused(401, 'Tokens are refused', 'As after a token was revoked: 401.'),
    refused(403, 'Rights are gone', 'As after somebody was removed from the project: 403.'),
    TOO_MANY,
    {
      title: 'Answers to writes are lost',
      sentence: 'What is asked for is done, and whoever asked never hears of it.',
      rules: [{ kind: 'reset', method: 'POST', path: '/api/v4', afterEffect: true }],
    },
  ],
  kubernetes: [
    gone('It is gone', [{ kind: 'reset' }, { kind: 'watch-reset' }]),
    refused(401, 'The token is refused', 'As after the service account was made anew: 401.'),
    {
      title: 'Pods may not be read',
      sentence: 'One right is missing: 403 for pods alone.',
      rules: [
        { kind: 'status', status: 403, path: '/api/v1/pods' },
        { kind: 'watch-close', path: '/api/v1/pods' },
      ],
    },
    {
      title: 'Argo CD is not installed',
      sentence: 'Its applications are not there: 404.',
      rules: [
        { kind: 'status', status: 404, path: '/applications' },
        { kind: 'watch-close', path: '/applications' },
      ],
    },
    TOO_MANY,
  ],
  ollama: [gone('It is gone', [{ kind: 'reset' }])],
  prometheus: [
    gone('It is gone', [{ kind: 'reset', path: '/api/v1' }]),
    refused(401, 'The token is refused', 'As behind a proxy that wants another one: 401.'),
    {
      title: 'Cards tell nothing',
      sentence: 'The DCGM exporters are gone, and their series end: how full the cards are is not known.',
      rules: [{ kind: 'reset', path: '/dcgm-exporter' }],
    },
  ],
  github: [
    gone('It is gone', [{ kind: 'reset' }]),
    refused(401, 'The token is refused', 'As after it was revoked or has expired: 401.'),
    {
      title: 'Runners may not be read',
      sentence: 'The token lacks the right to the organization’s runners: 403.',
      rules: [{ kind: 'status', status: 403, path: '/actions/runner' }],
    },
    TOO_MANY,
  ],
  argocd: [
    gone('It is gone', [{ kind: 'reset', path: '/api/v1' }]),
    refused(401, 'The token is refused', 'As after it was revoked or has expired: 401.'),
    {
      title: 'Applications may not be read',
      sentence: 'The account of the token lacks the right to them: 403.',
      rules: [{ kind: 'status', status: 403, path: '/applications/' }],
    },
    TOO_MANY,
  ],
  gitea: [
    gone('It is gone', [{ kind: 'reset' }]),
    refused(401, 'Tokens are refused', 'As after a token was revoked: 401.'),
    refused(403, 'Rights are gone', 'As after somebody was removed from the repository: 403.'),
    TOO_MANY,
    {
      title: 'Answers to writes are lost',
      sentence: 'What is asked for is done, and whoever asked never hears of it.',
      rules: [{ kind: 'reset', method: 'POST', path: '/api/v1', afterEffect: true }],
    },
  ],
};

function gone(title: string, rules: Rule[]): Described {
  return { title, sentence: 'Nothing can be reached: every connection is cut, those that are open too.', rules };
}

function refused(status: number, title: string, sentence: string): Described {
  return { title, sentence, rules: [{ kind: 'status', status }] };
}

/** Every switch of the page, by server: first what happens most often, then each kind of fault by itself. */
export const SWITCHES: Record<SandboxServer, FaultSwitch[]> = {
  gitlab: switchesOf('gitlab'),
  kubernetes: switchesOf('kubernetes'),
  ollama: switchesOf('ollama'),
  prometheus: switchesOf('prometheus'),
  github: switchesOf('github'),
  argocd: switchesOf('argocd'),
  gitea: switchesOf('gitea'),
};

function switchesOf(server: SandboxServer): FaultSwitch[] {
  const single = (Object.keys(KINDS) as FaultKind[])
    // Only the API server has watches.
    .filter((kind) => server === 'kubernetes' || !kind.startsWith('watch-'))
    .map((kind): Described => {
      const [title, sentence] = KINDS[kind];
      return { title, sentence, rules: [{ kind, ...DETAILS[kind] }] };
    });
  const ids = new Set<string>();
  const isCommon = (one: Described) => COMMON[server].includes(one);
  return [...COMMON[server], ...single].map((one) => {
    const id = `page-${server}-${one.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
    if (ids.has(id)) {
      throw new RangeError(`two switches are called ${id}`);
    }
    ids.add(id);
    return { ...one, id, isCommon: isCommon(one) };
  });
}

/** The rules of a switch, each with its id. */
export function rulesOf(server: SandboxServer, { id, rules }: FaultSwitch): FaultRule[] {
  return rules.map((rule, index) => ({ ...rule, id: `${id}.${index}`, server }));
}

/** Every rule that a switch of the page can turn on. */
export function allRules(): FaultRule[] {
  return SANDBOX_SERVERS.flatMap((server) => SWITCHES[server].flatMap((one) => rulesOf(server, one)));
}
