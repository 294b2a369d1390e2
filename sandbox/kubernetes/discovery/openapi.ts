import { createHash } from 'node:crypto';
import type { Reply } from '../../http/router.ts';
import { unknownPath } from '../api/errors.ts';
import type { ResourceType } from '../object.ts';
import type { OpenApiDocument, OpenApiSource } from './openapi-document.ts';
import { withPaths } from './openapi-paths.ts';

const PREFIX = '/openapi/v3';

/** Answers `/openapi/v3` and the documents under it. Throws ApiError 404 for a group that has none. */
export function serveOpenApi(path: string, source: OpenApiSource, types: readonly ResourceType[]): Reply {
  const documents = Object.fromEntries(
    Object.entries(source()).map(([groupVersion, document]) => [
      groupVersion,
      withPaths(groupVersion, document, types),
    ]),
  );
  if (path === PREFIX) {
    const paths = Object.entries(documents).map(([groupVersion, document]) => {
      const key = pathOf(groupVersion);
      return [key, { serverRelativeURL: `${PREFIX}/${key}?hash=${hashOf(document)}` }];
    });
    return { body: { paths: Object.fromEntries(paths) } };
  }
  const found = Object.entries(documents).find(([groupVersion]) => path === `${PREFIX}/${pathOf(groupVersion)}`);
  if (found === undefined) {
    throw unknownPath();
  }
  return { headers: { etag: `"${hashOf(found[1])}"` }, body: found[1] };
}

function pathOf(groupVersion: string): string {
  return groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;
}

const hashes = new WeakMap<OpenApiDocument, string>();

function hashOf(document: OpenApiDocument): string {
  const known = hashes.get(document);
  if (known !== undefined) {
    return known;
  }
  const made = createHash('sha512').update(JSON.stringify(document)).digest('hex').toUpperCase();
  hashes.set(document, made);
  return made;
}
