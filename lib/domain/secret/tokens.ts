/** Something in a text that is a credential by its shape. */
export type TokenHit = { at: number; text: string; what: string };

type TokenKind = {
  what: string;
  prefix: string;
  /** What follows the prefix. */
  body: RegExp;
  /** Whether it stands apart from dashes too: a body that may be long must not be tried at every part of a word. */
  alone?: boolean;
};

/**
 * Shapes that issuers gave their credentials so that they can be found: a fixed beginning, then a body. Matching starts only where the
 * beginning stands, and each body is one run of characters, so the time grows with the text and nothing else.
 */
const KINDS: readonly TokenKind[] = [
  ...[
    'glpat-',
    'glrt-',
    'gldt-',
    'glptt-',
    'glcbt-',
    'glft-',
    'glsoat-',
    'glimt-',
    'glagent-',
    'gloas-',
    'glffct-',
  ].map((prefix) => ({
    what: 'a GitLab token',
    prefix,
    body: /^[\w.-]{20,300}/,
  })),
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => ({
    what: 'a GitHub token',
    prefix,
    body: /^[A-Za-z0-9]{30,255}/,
  })),
  { what: 'a GitHub token', prefix: 'github_pat_', body: /^\w{40,255}/ },
  { what: 'an AWS access key', prefix: 'AKIA', body: /^[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  { what: 'an AWS access key', prefix: 'ASIA', body: /^[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  { what: 'a Google API key', prefix: 'AIza', body: /^[\w-]{35}/ },
  { what: 'a Google OAuth token', prefix: 'ya29.', body: /^[\w-]{20,500}/ },
  ...['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xapp-'].map((prefix) => ({
    what: 'a Slack token',
    prefix,
    body: /^[A-Za-z0-9-]{20,250}/,
  })),
  { what: 'a Slack webhook', prefix: 'hooks.slack.com/services/', body: /^[A-Z0-9]+\/[A-Z0-9]+\/[A-Za-z0-9]{16,}/ },
  { what: 'a Discord webhook', prefix: 'discord.com/api/webhooks/', body: /^\d+\/[\w-]{30,}/ },
  { what: 'an Anthropic key', prefix: 'sk-ant-', body: /^[\w-]{20,300}/ },
  { what: 'an OpenAI key', prefix: 'sk-proj-', body: /^[\w-]{20,300}/ },
  { what: 'an API key', prefix: 'sk-', body: /^[A-Za-z0-9]{32,200}/ },
  { what: 'a Stripe key', prefix: 'sk_live_', body: /^[A-Za-z0-9]{16,200}/ },
  { what: 'a Stripe key', prefix: 'rk_live_', body: /^[A-Za-z0-9]{16,200}/ },
  { what: 'a Hugging Face token', prefix: 'hf_', body: /^[A-Za-z0-9]{30,60}/ },
  { what: 'an npm token', prefix: 'npm_', body: /^[A-Za-z0-9]{36}/ },
  { what: 'a PyPI token', prefix: 'pypi-AgEIcHlwaS5vcmc', body: /^[\w-]{20,400}/ },
  { what: 'a Docker Hub token', prefix: 'dckr_pat_', body: /^[\w-]{20,60}/ },
  { what: 'a Vault token', prefix: 'hvs.', body: /^[\w-]{20,300}/ },
  { what: 'a DigitalOcean token', prefix: 'dop_v1_', body: /^[a-f0-9]{64}/ },
  { what: 'a SendGrid key', prefix: 'SG.', body: /^[\w-]{16,40}\.[\w-]{16,60}/ },
  { what: 'a Tailscale key', prefix: 'tskey-', body: /^[\w-]{16,100}/ },
  { what: 'a Grafana token', prefix: 'glsa_', body: /^[A-Za-z0-9]{20,60}/ },
  { what: 'an age private key', prefix: 'AGE-SECRET-KEY-1', body: /^[A-Z0-9]{40,80}/ },
  { what: 'a k3s join token', prefix: 'K10', body: /^[a-f0-9]{64}::[\w:]{3,20}:[a-f0-9]{16,64}/ },
  { what: 'a storage account key', prefix: 'AccountKey=', body: /^[A-Za-z0-9+/]{40,100}={0,2}/ },
  { what: 'a JSON web token', prefix: 'eyJ', body: /^[\w-]{10,3000}\.eyJ[\w-]{10,6000}\.[\w-]{10,2000}/, alone: true },
];

const KEY_HEADER = '-----BEGIN ';
const LONGEST_TOKEN = 12_000;

/** Every credential that a text holds by its shape alone: tokens of known issuers and private keys. */
export function findTokens(text: string): TokenHit[] {
  const hits: TokenHit[] = [];
  for (const { what, prefix, body, alone } of KINDS) {
    const joined = alone === true ? /[\w-]/ : /\w/;
    for (let at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + prefix.length)) {
      if (joined.test(text[at - 1] ?? '') && /^\w/.test(prefix)) {
        continue;
      }
      const rest = body.exec(text.slice(at + prefix.length, at + prefix.length + LONGEST_TOKEN))?.[0];
      if (rest !== undefined && isVaried(rest)) {
        hits.push({ at, text: prefix + rest, what });
      }
    }
  }
  for (let at = text.indexOf(KEY_HEADER); at >= 0; at = text.indexOf(KEY_HEADER, at + 1)) {
    const line = text.slice(at, at + 60);
    if (/^-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/.test(line)) {
      hits.push({ at, text: line, what: 'a private key' });
    }
  }
  return hits;
}

/** Tells `ghp_xxxxxxxx…` in an example from a real token. */
function isVaried(body: string): boolean {
  return new Set(body).size >= 6 && !/x{6}|example|placeholder|0{12}|redacted/i.test(body);
}
