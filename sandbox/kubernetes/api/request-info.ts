/** What a request asks for, before anybody knows whether that exists (apiserver's RequestInfo). */
export type RequestInfo = {
  isResource: boolean;
  /** Decoded, without the query. */
  path: string;
  /** get, list, watch, create, update, patch, delete, deletecollection; the method in lower case where no resource is meant. */
  verb: string;
  group: string;
  version: string;
  /** '' where the path names none. */
  namespace: string;
  resource: string;
  name: string;
  subresource: string;
};

const VERBS: Record<string, string> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/** Reads method, path and query as apiserver/pkg/endpoints/request/requestinfo.go does. */
export function readRequestInfo(method: string, rawPath: string, query: URLSearchParams): RequestInfo {
  const path = decode(rawPath);
  const info: RequestInfo = {
    isResource: false,
    path,
    verb: method.toLowerCase(),
    group: '',
    version: '',
    namespace: '',
    resource: '',
    name: '',
    subresource: '',
  };
  const parts = path.split('/').filter((part) => part !== '');
  const isCore = parts[0] === 'api';
  if ((!isCore && parts[0] !== 'apis') || parts.length < (isCore ? 3 : 4)) {
    return info;
  }
  const [group = '', version = '', ...rest] = isCore ? ['', ...parts.slice(1)] : parts.slice(1);
  return withVerb({ ...info, isResource: true, group, version, ...place(rest) }, method, query);
}

function place(parts: string[]): Pick<RequestInfo, 'namespace' | 'resource' | 'name' | 'subresource'> {
  const [first, namespace = '', third] = parts;
  if (first !== 'namespaces') {
    const [resource = '', name = '', subresource = ''] = parts;
    return { namespace: '', resource, name, subresource };
  }
  const isInside = third !== undefined && !NAMESPACE_SUBRESOURCES.has(third);
  const [resource = '', name = '', subresource = ''] = isInside ? parts.slice(2) : parts;
  return { namespace, resource, name, subresource };
}

function withVerb(info: RequestInfo, method: string, query: URLSearchParams): RequestInfo {
  const verb = VERBS[method] ?? method.toLowerCase();
  if (info.name !== '') {
    return { ...info, verb };
  }
  if (verb === 'get') {
    // A list of one name may be allowed by rules that name it.
    const name = /^metadata\.name==?([^,=!]+)$/.exec(query.get('fieldSelector') ?? '')?.[1] ?? '';
    return { ...info, verb: isTrue(query.get('watch')) ? 'watch' : 'list', name };
  }
  return { ...info, verb: verb === 'delete' ? 'deletecollection' : verb };
}

/** A boolean of a query string: only its absence, `false` and `0` mean no (apimachinery queryparams). */
export function isTrue(value: string | null): boolean {
  return value !== null && value.toLowerCase() !== 'false' && value !== '0';
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign stays what it is; no route will fit.
    return path;
  }
}
