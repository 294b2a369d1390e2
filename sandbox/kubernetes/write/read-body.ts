import { parse as parseYaml } from 'yaml';
import type { RequestContext } from '../../http/router.ts';
import { badRequest } from '../api/errors.ts';
import { ApiError } from '../api/status.ts';

/** Far more than etcd takes (1.5 MiB) and what the real server reads (limitedReadBody). */
const LIMIT_BYTES = 3 * 1024 * 1024;

export type Body = { mediaType: string; bytes: Buffer };

/** The body whole, with what its sender says it is. Throws RangeError past 3 MiB. */
export async function readBody(http: RequestContext): Promise<Body> {
  const [mediaType = ''] = (http.request.headers['content-type'] ?? 'application/json').split(';');
  return { mediaType: mediaType.trim(), bytes: await http.readBody(LIMIT_BYTES) };
}

/** The object of a POST or PUT. Throws ApiError 400, or 415 for a form that is not understood. */
export function decodeObject({ mediaType, bytes }: Body): Record<string, unknown> {
  switch (mediaType) {
    case 'application/json':
      return asObject(parseJson(bytes));
    case 'application/yaml':
      return decodeYaml(bytes);
    default:
      throw unsupportedMediaType(['application/json', 'application/yaml']);
  }
}

export function decodeYaml(bytes: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseYaml(bytes.toString('utf8'), { maxAliasCount: 100 });
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return asObject(value);
}

export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type object): couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('the object provided is unrecognized (must be of type object)');
  }
  return value as Record<string, unknown>;
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
}
