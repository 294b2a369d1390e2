import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets.ts';

const PASSWORD = 'Tr0ub4dor-3';
const TOKEN = 'glpat-Xk29fLw8QpZr51mNvTyB';

describe('what is hidden', () => {
  it.each([
    [`rpc error: authentication required for https://argocd:${PASSWORD}@gitlab.lan/a.git: exit 128`],
    [`failed to fetch https://${PASSWORD}@gitlab.lan/a.git`],
    [`ssh://git:${PASSWORD}@gitlab.lan:22/a.git and https://a:${PASSWORD}@b/c`],
    [`https://user:pa/${PASSWORD}@gitlab.lan/a.git`],
    [`dial tcp: postgres://app:${PASSWORD}@db:5432/app?sslmode=disable`],
    [`invalid credentials: password=${PASSWORD}, user=app`],
    [`helm template . --set db.password=${PASSWORD} --set x=1`],
    [`{"password":"${PASSWORD}","user":"app"}`],
    [`env DB_PASSWORD: ${PASSWORD} was refused`],
    [`Authorization: Bearer ${PASSWORD}${PASSWORD}`],
    [`Secret "db" is invalid: data[password]: Invalid value: "${PASSWORD}": illegal base64`],
    [`Secret in version "v1" cannot be handled: {"apiVersion":"v1","data":{"p":"${PASSWORD}"},"kind":"Secret"}`],
    [`Secret "db": patch: Invalid value: "{\\"stringData\\":{\\"p\\":\\"${PASSWORD}\\"}}": no`],
    [`map[apiVersion:v1 data:map[p:${PASSWORD}] kind:Secret]`],
    [`-----BEGIN RSA PRIVATE KEY-----\nabc${PASSWORD}\n-----END RSA PRIVATE KEY-----`],
    [`-----BEGIN PRIVATE KEY-----\nabc${PASSWORD}`],
  ])('%j', (text) => {
    expect(withoutSecrets(text)).not.toContain(PASSWORD);
  });

  it.each([
    [`git clone with ${TOKEN} failed`, 'git clone with [hidden] failed'],
    [`https://gitlab.lan/api?private_token=${TOKEN}&x=1`, 'https://gitlab.lan/api?private_token=[hidden]&x=1'],
    [`twice ${TOKEN} ${TOKEN}`, 'twice [hidden] [hidden]'],
    [`password=${PASSWORD} password=${PASSWORD}`, 'password=[hidden] password=[hidden]'],
  ])('a token by its shape: %j', (text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
  });
});

it.each([
  '',
  'back-off 5m0s restarting failed container=web pod=web-7d9f_default(0b1c2d3e-0000-4000-8000-000000000000)',
  'Failed to pull image "registry.lan/team/web:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"',
  'MountVolume.SetUp failed for volume "config": secret "web-tls" not found',
  "couldn't find key password in Secret default/db",
  'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  'one or more objects failed to apply: admission webhook "validate.kyverno.svc" denied the request',
  'https://gitlab.lan:8443/a/@scope/b and git@gitlab.lan:a/b.git',
  'waiting for healthy state of apps/Deployment/web and 2 more resources',
  'serviceaccount token expired: tokenExpiry: 2026-11-21T10:00:00Z',
])('leaves %j as it is', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});

it('hides nothing twice and is done with hostile texts at once', () => {
  const hostile = [
    '://'.repeat(9000),
    'a:'.repeat(9000),
    `"data":{${'{'.repeat(9000)}`,
    'Bearer '.repeat(3000),
    '@'.repeat(20_000),
  ];
  for (const text of hostile) {
    expect(withoutSecrets(text).length).toBeLessThanOrEqual(text.length);
  }
  const hidden = withoutSecrets(`password=${PASSWORD}`);
  expect(withoutSecrets(hidden)).toBe(hidden);
});
