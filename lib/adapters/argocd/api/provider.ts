import type { ApplicationDetails, ApplicationRef } from '#lib/ports/application-details.ts';
import { type ArgoCdApi, getJson } from './client.ts';
import { toDifference } from './difference.ts';
import { toTree } from './tree.ts';

/** argocd-server answers a refresh when the comparison is done; rendering charts takes its time. */
const REFRESH_TIMEOUT_MS = 60_000;

/** Reads argocd-server with a token. It sends GET and nothing else. */
export function createArgoCdApi(api: ArgoCdApi): ApplicationDetails {
  return {
    async readTree(application, signal) {
      const path = `${pathOf(application)}/resource-tree`;
      const query = whereOf(application);
      return toTree(
        await getJson(api, { path, query, operation: 'read live tree', right: rightOf(application), signal }),
      );
    },
    async readDifference(application, key, signal) {
      const path = `${pathOf(application)}/managed-resources`;
      const operation = 'read difference';
      const query = { ...whereOf(application), ...key };
      return toDifference(await getJson(api, { path, query, operation, right: rightOf(application), signal }), key);
    },
    async refresh(application, signal) {
      const query = { ...whereOf(application), refresh: 'normal' };
      const [path, operation] = [pathOf(application), 'refresh application'];
      const timeoutMs = REFRESH_TIMEOUT_MS;
      await getJson(api, { path, query, operation, right: rightOf(application), signal, timeoutMs });
    },
  };
}

function pathOf({ name }: ApplicationRef): string {
  return `/api/v1/applications/${encodeURIComponent(name)}`;
}

/** Without the project, one that is missing and one that may not be seen are answered alike. */
function whereOf({ namespace, project }: ApplicationRef): Record<string, string> {
  return { appNamespace: namespace, project };
}

/** As `argocd-rbac-cm` writes it. */
export function rightOf({ project }: Pick<ApplicationRef, 'project'>): string {
  return `applications, get, ${project}/*, allow`;
}
