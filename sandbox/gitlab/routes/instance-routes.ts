import { type Route, route } from '../../http/router.ts';
import { GITLAB_REVISION, GITLAB_VERSION, type Instance } from '../instance.ts';
import { type ApiRouter, json } from '../rest/api-route.ts';

/** Version and health. The health checks want no token; the API's version does. */
export function instanceRoutes(api: ApiRouter, instance: Instance): Route[] {
  return [
    api(
      'GET',
      '/version',
      (call) => {
        call.user();
        return json({ version: GITLAB_VERSION, revision: GITLAB_REVISION });
      },
      { scopes: ['read_user'] },
    ),
    api(
      'GET',
      '/metadata',
      (call) => {
        call.user();
        return json({
          version: GITLAB_VERSION,
          revision: GITLAB_REVISION,
          kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
          enterprise: false,
        });
      },
      { scopes: ['read_user'] },
    ),
    route('GET', '/-/health', () => ({ headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'GitLab OK' })),
    route('GET', '/-/liveness', () => json({ status: 'ok' })),
    route('GET', '/-/readiness', async (context) => {
      await instance.store.saved();
      const checks = context.query.has('all') ? { db_check: [{ status: 'ok' }], gitaly_check: [{ status: 'ok' }] } : {};
      return json({ status: 'ok', master_check: [{ status: 'ok' }], ...checks });
    }),
  ];
}
