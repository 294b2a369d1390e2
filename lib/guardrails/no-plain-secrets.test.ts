import { describe, expect, it } from 'vitest';
import { findingLines, inputOf, runRule } from './testing/input.ts';
import { application, CONTAINERS, deployment, SERVICE } from './testing/manifests.ts';

const run = (text: string, file = 'apps/web/config.yaml') => runRule('no-plain-secrets', inputOf({ [file]: text }));
const config = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: web\ndata:\n  ${data}\n`;

/** Put together here so that no scanner takes this file for a leak. */
const join = (...parts: string[]) => parts.join('');
const RANDOM = join('q7Zx', '9fKp', 'W3vN', '8tRb', 'Y2mL');
const TOKENS: [name: string, token: string][] = [
  ['GitLab', join('glpat', '-', 'Ab12', 'Cd34Ef56Gh78Ij90')],
  ['a GitLab runner', join('glrt', '-', 't3_', 'Ab12Cd34Ef56Gh78Ij90')],
  ['GitHub', join('ghp', '_', 'Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op56Qr78')],
  ['GitHub, fine-grained', join('github', '_pat_', '11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789')],
  ['AWS', join('AK', 'IA', 'J3K5', 'M7Q9', 'R2T4', 'V6X8')],
  ['Google', join('AI', 'za', 'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q')],
  ['Slack', join('xoxb', '-', '123456789012-abcdefghijklmnop')],
  ['Stripe', join('sk', '_live_', 'a1B2c3D4e5F6g7H8')],
  ['Anthropic', join('sk', '-ant-', 'api03-a1B2c3D4e5F6g7H8i9J0')],
  ['Hugging Face', join('hf', '_', 'aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567')],
  ['npm', join('npm', '_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5')],
  ['Vault', join('hvs', '.', 'CAESIJlmN0pQrStUvWxYz12345')],
  [
    'a JSON web token',
    join('eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.', 'dBjftJeZ4CVPmB92K27uhbUJU1p1r'),
  ],
  ['k3s', join('K10', '0123456789abcdef'.repeat(4), '::server:', '0123456789abcdef0123456789abcdef')],
];

describe('credentials by their shape', () => {
  it.each(TOKENS)('%s', (_, token) => {
    for (const [text, file] of [
      [config(`note: ${token}`), 'apps/web/config.yaml'],
      [`# ${token}\n${SERVICE}`, 'apps/web/service.yaml'],
      [`Use ${token} to sign in.\n`, 'apps/web/README.md'],
      [`settings:\n  - "x ${token} y"\n`, 'apps/web/values.yaml'],
      [config(`note: ${btoa(`token=${token}`)}`), 'apps/web/config.yaml'],
    ] as const) {
      const result = run(text, file);
      expect(result.verdict, text).toBe('fail');
      expect(JSON.stringify(result), 'the finding repeats the secret').not.toContain(token.slice(0, 12));
    }
  });

  it('private keys', () => {
    const key = `-----BEGIN ${'OPENSSH'} PRIVATE KEY-----`;
    expect(run(config(`key: |\n    ${key}\n    b3BlbnNzaC1rZXktdjE=`)).verdict).toBe('fail');
    expect(run(config(`key: ${btoa(`${key}\nabc\n`)}`)).verdict).toBe('fail');
    expect(
      run(config('cert: |\n    -----BEGIN CERTIFICATE-----\n    MIIB\n    -----END CERTIFICATE-----')).verdict,
    ).toBe('pass');
  });

  it('shows the first four characters and the line', () => {
    const result = run(config(`note: ${TOKENS[0]?.[1]}`));
    expect(findingLines(result)).toEqual(['apps/web/config.yaml:7 this looks like a GitLab token (glpa…)']);
  });
});

describe('credentials by where they stand', () => {
  it.each([
    ['a password', config('DB_PASSWORD: hunter2'), 'a password in DB_PASSWORD'],
    ['a password in camel case', config('adminPassword: Tr0ub4dor'), 'adminPassword'],
    [
      'an environment variable',
      deployment(`${CONTAINERS}    env:\n      - name: DB_PASSWORD\n        value: s3cret-word\n`),
      'DB_PASSWORD',
    ],
    ['a random token', config(`token: ${RANDOM}`), 'a credential in token'],
    ['an API key', config(`api-key: ${RANDOM}`), 'api-key'],
    ['a client secret', config(`OAUTH_CLIENT_SECRET: ${RANDOM}`), 'OAUTH_CLIENT_SECRET'],
    ['a header', config('authorization: "Bearer abcDEF123456"'), 'a credential in a header'],
    ['an address', config('url: postgres://app:hunter22@db:5432/app'), 'a password in an address'],
    ['an address in a list', 'urls: ["https://bot:Tr0ub4dor@git.local/x.git"]\n', 'a password in an address'],
    ['text inside a value', config('app.ini: |\n    [db]\n    password = hunter22'), 'password'],
    ['a comment', `# password: hunter22\n${SERVICE}`, 'password'],
    [
      'a parameter',
      application({ source: 'helm:\n  parameters:\n    - {name: admin.password, value: hunter22}' }),
      'admin.password',
    ],
    [
      'values in an Application',
      application({ source: 'helm:\n  values: |\n    auth:\n      password: hunter22' }),
      'password',
    ],
  ])('%s', (_, text, message) => {
    const result = run(text);
    expect(result.verdict).toBe('fail');
    expect(findingLines(result).join()).toContain(message);
    expect(JSON.stringify(result)).not.toMatch(/hunter22|Tr0ub4dor|s3cret-word|q7Zx9f/);
  });

  it.each([
    ['an env file', 'DB_PASSWORD=hunter22\n', 'apps/web/app.env'],
    ['a script', 'export API_TOKEN="q7Zx9fKpW3vN8tRbY2mL"\n', 'apps/web/run.sh'],
    ['JSON', '{"auth": {"password": "hunter22"}}', 'apps/web/config.json'],
    ['YAML that cannot be read', 'password: hunter22\n  broken: [', 'apps/web/a.yaml'],
    ['a template of a chart', 'env: {{ x }}\npassword: hunter22\n', 'apps/web/b.yaml'],
  ])('in %s', (_, text, file) => {
    expect(run(text, file).verdict).toBe('fail');
  });
});

describe('a Secret', () => {
  it.each([
    ['data', 'data:\n  key: aHVudGVyMg==\n'],
    ['stringData', 'stringData: {key: x}\n'],
    ['a placeholder, which would be applied all the same', 'stringData: {key: changeme}\n'],
  ])('with %s', (_, data) => {
    const result = run(`apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n${data}`);
    expect(result.findings).toMatchObject([{ line: 4, object: 'Secret a', severity: 'fail' }]);
  });

  it('inside of a List', () => {
    expect(
      run(
        'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: eA==}}\n',
      ).verdict,
    ).toBe('fail');
  });

  it('without values is none', () => {
    expect(
      run('apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/service-account-token\n').verdict,
    ).toBe('pass');
  });

  it('that is sealed may stay', () => {
    const sealed = `AgB${'q7Zx9fKpW3vN8tRbY2mL'.repeat(20)}`;
    const text = `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a}\nspec:\n  encryptedData:\n    password: ${sealed}\n`;
    expect(run(text)).toMatchObject({ verdict: 'pass', findings: [] });
  });
});

describe('few false alarms', () => {
  it.each([
    'password: ""',
    'password: changeme',
    'password: <your password>',
    'password: $DB_PASSWORD',
    `password: \${DB_PASSWORD}`,
    'password: $(DB_PASSWORD)',
    'password: "{{ .Values.password }}"',
    'password: /run/secrets/db',
    'password: vault:secret/data/db#password',
    'existingSecret: gitlab-postgresql-password',
    'passwordSecretName: web-credentials',
    'passwordKey: postgres-password',
    'secretKeyRef: {name: web, key: password}',
    'tls: {secretName: web-tls}',
    'secret: gitlab-runner-registration-token',
    'tokenTTL: 3600s',
    'password_min_length: 12',
    'automountServiceAccountToken: "false"',
    'checksum: 5d41402abc4b2a76b9719d911017c592',
    'image: "web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"',
    'revision: 4c067d91e5b0b2a7c6d3f8e9a0b1c2d3e4f5a6b7',
    'uid: 1f0c2a3e-4b5d-4e6f-8a9b-0c1d2e3f4a5b',
    'token: 1f0c2a3e-4b5d-4e6f-8a9b-0c1d2e3f4a5b',
    'url: https://gitlab.homelab.local/platform/gitops-platform.git',
    'url: ssh://git@gitlab.homelab.local/platform/x.git',
    'url: postgres://app:$(DB_PASSWORD)@db:5432/app',
    'url: redis://:@redis:6379',
    'keyboard: q7Zx9fKpW3vN8tRbY2mL',
    'publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1x2y3z4',
    'monkey: banana',
    'token: example-token-for-docs',
    'example: glpat-xxxxxxxxxxxxxxxxxxxx',
    'authType: Bearer',
    'credential: optional',
    'note: "the password is in the safe"',
    'token: projected-service-account-token',
    'secret-rotation-interval: 30d',
    'jwtAlgorithm: RS256',
  ])('%s', (line) => {
    expect(findingLines(run(config(line)))).toEqual([]);
  });

  it('reading a secret from where it belongs', () => {
    const env = `    env:\n      - name: DB_PASSWORD\n        valueFrom:\n          secretKeyRef:\n            name: web-db\n            key: password\n`;
    expect(run(deployment(CONTAINERS + env)).verdict).toBe('pass');
  });
});

describe('not applicable or not evaluated', () => {
  it('has nothing to say about removals', () => {
    expect(
      runRule('no-plain-secrets', inputOf({ 'apps/web/a.yaml': null }, { 'apps/web/a.yaml': SERVICE })).verdict,
    ).toBe('not-applicable');
  });

  it('says so when a text is made so that nobody can look through it', () => {
    expect(run('a=b '.repeat(60_000), 'apps/web/notes.txt').verdict).toBe('not-evaluated');
  });

  it.each([
    ['colons', ':'.repeat(400_000)],
    ['equals signs', 'a='.repeat(40_000)],
    ['addresses', '://a:b@'.repeat(60_000)],
    ['beginnings of tokens', 'eyJ'.repeat(150_000)],
    ['beginnings of tokens with dashes', '-eyJ'.repeat(110_000)],
    ['tokens', ' ghp_'.repeat(100_000)],
    ['keys', '-----BEGIN '.repeat(40_000)],
  ])('comes to an end with half a megabyte of %s', (_, text) => {
    expect(run(text, 'apps/web/notes.txt')).toBeDefined();
  });
});
