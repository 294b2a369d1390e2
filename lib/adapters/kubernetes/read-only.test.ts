import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import {
  ACCESS_REVIEW_PATH,
  assertReadOnly,
  type ClusterRequest,
  RULES_REVIEW_PATH,
  SELF_REVIEW_PATH,
} from './read-only.ts';

describe('assertReadOnly', () => {
  it.each([
    ['GET', '/version'],
    ['GET', '/'],
    ['GET', '/api/v1/pods?limit=500&continue=a%2Fb'],
    ['GET', '/api/v1/namespaces/argocd/pods/web-0/log?tailLines=5'],
    ['GET', '/apis/apps/v1/namespaces/secrets/deployments/proxy'],
    ['GET', '/api/v1/namespaces/proxy/configmaps/exec'],
    ['GET', '/api/v1/namespaces/secrets'],
    ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node'],
    ['GET', '/openapi/v3/apis/apps/v1?hash=AB'],
    ['POST', ACCESS_REVIEW_PATH],
    ['POST', RULES_REVIEW_PATH],
    ['POST', SELF_REVIEW_PATH],
  ])('lets %s %s through', (method, path) => {
    expect(() => assertReadOnly({ method, path })).not.toThrow();
  });

  it.each([
    ['PUT', '/api/v1/namespaces/a/configmaps/b'],
    ['PATCH', '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/a'],
    ['DELETE', '/api/v1/pods'],
    ['POST', '/api/v1/namespaces'],
    ['POST', '/apis/authentication.k8s.io/v1/tokenreviews'],
    ['POST', `${ACCESS_REVIEW_PATH}/x`],
    ['POST', `${ACCESS_REVIEW_PATH}?dryRun=All`],
    ['post', ACCESS_REVIEW_PATH],
    ['get', '/version'],
    ['OPTIONS', '/version'],
    ['GET', '/api/v1/namespaces/a/pods/b/exec?command=sh'],
    ['GET', '/api/v1/namespaces/a/pods/b/attach'],
    ['GET', '/api/v1/namespaces/a/pods/b/portforward'],
    ['GET', '/api/v1/namespaces/a/services/b:80/proxy/admin'],
    ['GET', '/api/v1/nodes/a/proxy/run'],
    ['GET', '/api/v1/proxy/namespaces/a/services/b'],
    ['GET', '/api/v1/secrets'],
    ['GET', '/api/v1/secrets?limit=1'],
    ['GET', '/api/v1/namespaces/a/secrets'],
    ['GET', '/api/v1/namespaces/a/secrets/b'],
    ['GET', '/api/v1/watch/secrets'],
    ['GET', '/api/v1/watch/namespaces/a/secrets/b'],
    ['GET', '/api/v1/namespaces/a/%73ecrets'],
    ['GET', '/api/v1/../v1/secrets'],
    ['GET', '/api/v1/namespaces/a//secrets'],
    ['GET', '//evil.example/api'],
    ['GET', 'http://evil.example/'],
    ['GET', 'version'],
    ['GET', '/version\r\nx: y'],
    ['GET', '/api\\v1'],
    ['GET', '/api/v1#x'],
    ['GET', ''],
  ])('refuses %s %s', (method, path) => {
    expect(() => assertReadOnly({ method, path })).toThrow(PortalError);
  });

  it('lets no method but GET through to any path outside the reviews', () => {
    fc.assert(
      fc.property(fc.string(), fc.webPath(), (method, path) => {
        fc.pre(method !== 'GET' && ![ACCESS_REVIEW_PATH, RULES_REVIEW_PATH, SELF_REVIEW_PATH].includes(path));
        expect(() => assertReadOnly({ method, path })).toThrow(PortalError);
      }),
    );
  });
});

it('the type allows nothing else either', () => {
  const accept = (request: ClusterRequest) => request.method;
  // @ts-expect-error there is no way to delete
  accept({ method: 'DELETE', path: '/api/v1/pods' });
  // @ts-expect-error there is no way to update
  accept({ method: 'PUT', path: '/api/v1/pods', body: {} });
  // @ts-expect-error there is no way to patch
  accept({ method: 'PATCH', path: '/api/v1/pods', body: {} });
  // @ts-expect-error there is no way to create
  accept({ method: 'POST', path: '/api/v1/pods', body: {} });
  // @ts-expect-error a GET has no body
  accept({ method: 'GET', path: '/api/v1/pods', body: {} });
  expect(accept({ method: 'POST', path: ACCESS_REVIEW_PATH, body: {} })).toBe('POST');
});

it('one file alone can send, and it asks first', () => {
  const folder = import.meta.dirname;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'),
  );
  const sending = files.filter((file) =>
    /\bfetch\(|from 'undici'|from 'node:(net|tls|http2)'|request as|https?\.request|makeApiClient/.test(
      readFileSync(join(folder, file), 'utf8'),
    ),
  );
  expect(sending).toEqual(['send.ts']);
  expect(readFileSync(join(folder, 'send.ts'), 'utf8')).toMatch(/async function send\([^)]*\)[^{]*\{\s*assertReadOnly/);
});
