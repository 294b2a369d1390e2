import { describe, expect, it } from 'vitest';
import { readJsonPath } from './json-path.ts';
import { negotiate } from './negotiation.ts';
import { readRequestInfo } from './request-info.ts';

/** `verb group/version namespace resource/subresource name`, with `-` for what is not there. */
function read(method: string, url: string): string {
  const [path = '', query = ''] = url.split('?');
  const info = readRequestInfo(method, path, new URLSearchParams(query));
  if (!info.isResource) {
    return `${info.verb} ${info.path}`;
  }
  const { verb, group, version, namespace, resource, subresource, name } = info;
  const target = subresource === '' ? resource : `${resource}/${subresource}`;
  return [verb, `${group || 'core'}/${version}`, namespace || '-', target, name || '-'].join(' ');
}

describe('a request', () => {
  // After apiserver/pkg/endpoints/request/requestinfo_test.go.
  it.each([
    ['GET', '/api/v1/namespaces', 'list core/v1 - namespaces -'],
    ['GET', '/api/v1/namespaces/other', 'get core/v1 other namespaces other'],
    ['GET', '/api/v1/namespaces/other/pods', 'list core/v1 other pods -'],
    ['GET', '/api/v1/namespaces/other/pods?watch=true', 'watch core/v1 other pods -'],
    ['GET', '/api/v1/namespaces/other/pods?watch=1', 'watch core/v1 other pods -'],
    ['GET', '/api/v1/namespaces/other/pods?watch=false', 'list core/v1 other pods -'],
    ['GET', '/api/v1/namespaces/other/pods?watch=', 'watch core/v1 other pods -'],
    ['GET', '/api/v1/namespaces/other/pods/foo', 'get core/v1 other pods foo'],
    ['HEAD', '/api/v1/namespaces/other/pods/foo', 'get core/v1 other pods foo'],
    ['GET', '/api/v1/pods', 'list core/v1 - pods -'],
    ['PUT', '/api/v1/namespaces/other/finalize', 'update core/v1 other namespaces/finalize other'],
    ['PATCH', '/api/v1/namespaces/other/status', 'patch core/v1 other namespaces/status other'],
    ['GET', '/apis/apps/v1/namespaces/other/deployments/web/status', 'get apps/v1 other deployments/status web'],
    ['DELETE', '/apis/apps/v1/namespaces/other/deployments/web', 'delete apps/v1 other deployments web'],
    ['DELETE', '/apis/apps/v1/namespaces/other/deployments', 'deletecollection apps/v1 other deployments -'],
    ['POST', '/apis/apps/v1/namespaces/other/deployments', 'create apps/v1 other deployments -'],
    ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Dfoo', 'list core/v1 - pods foo'],
    ['GET', '/api/v1/pods?watch=1&fieldSelector=metadata.name%3D%3Dfoo', 'watch core/v1 - pods foo'],
    ['GET', '/api/v1/pods?fieldSelector=metadata.name!%3Dfoo', 'list core/v1 - pods -'],
    ['GET', '/api/v1', 'get /api/v1'],
    ['GET', '/apis/apps/v1', 'get /apis/apps/v1'],
    ['GET', '/version', 'get /version'],
    ['POST', '/api', 'post /api'],
    ['GET', '/api/v1/namespaces/%6fther/pods', 'list core/v1 other pods -'],
    ['GET', '/bad%', 'get /bad%'],
  ])('%s %s', (method, url, expected) => {
    expect(read(method, url)).toBe(expected);
  });
});

describe('Accept', () => {
  it.each([
    [undefined, 'object'],
    ['*/*', 'object'],
    ['application/json', 'object'],
    ['application/vnd.kubernetes.protobuf,application/json', 'object'],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'table'],
    ['application/json;as=Table;v=v1beta1;g=meta.k8s.io', 'table'],
    ['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', 'partial'],
    ['application/json;as=Table;v=v9;g=meta.k8s.io,application/json', 'object'],
    ['application/json;as=Chart;v=v1;g=meta.k8s.io, application/json', 'object'],
  ])('%s is answered with %s', (accept, expected) => {
    expect(negotiate(accept).as).toBe(expected);
  });

  it.each([['text/html'], ['application/vnd.kubernetes.protobuf'], ['application/json;as=Chart;v=v1;g=meta.k8s.io']])(
    '%s cannot be answered',
    (accept) => {
      expect(() => negotiate(accept)).toThrow('only the following media types are accepted');
    },
  );
});

describe('a JSON path', () => {
  const object = {
    a: { b: 1, 'c.d': 2 },
    list: [
      { type: 'Ready', status: 'True' },
      { type: 'Synced', status: 'False' },
    ],
  };
  it.each([
    ['.a.b', [1]],
    ['.a.c\\.d', [2]],
    ['.a["c.d"]', [2]],
    ['.list[1].status', ['False']],
    ['.list[*].type', ['Ready', 'Synced']],
    ['.list[?(@.type == "Ready")].status', ['True']],
    ["$.list[?(@.type=='Synced')].status".slice(1), ['False']],
    ['.list[?(@.type == "None")].status', []],
    ['.missing.b', []],
    ['.a.b.c', []],
    ['.list[9].type', []],
    ['.a.constructor', []],
    ['.list[', []],
  ])('%s', (path, expected) => {
    expect(readJsonPath(object, path)).toEqual(expected);
  });
});
