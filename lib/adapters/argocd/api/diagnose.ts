import { type Diagnosis, type Finding, isKind, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { textOf } from '#lib/domain/value/fields.ts';
import { type ArgoCdApi, getJson } from './client.ts';

export type ApiCheck = {
  api: ArgoCdApi;
  /** An application that is there: the root. */
  namespace: string;
  root: string;
  /** The variable that the token is in. */
  secretName: string;
};

/** What an account may do that the portal never does. */
const TOO_MUCH = ['create', 'update', 'sync', 'delete', 'override'] as const;
const SUBJECT = 'right to read applications';

/** Looks whether argocd-server takes the token, and whether its account may read applications and nothing more. */
export async function diagnoseArgoCdApi(check: ApiCheck): Promise<Diagnosis> {
  const { api, secretName } = check;
  try {
    const user = await getJson(api, {
      path: '/api/v1/session/userinfo',
      operation: 'read account',
      right: 'to sign in',
    });
    const identity = textOf(user.username, 100);
    if (user.loggedIn !== true) {
      return failed(`it does not accept the token in ${secretName}`, renew(check));
    }
    const findings = [await readFinding(check), ...(await excessFindings(api, identity))];
    return { version: null, identity: identity || null, findings };
  } catch (error) {
    return failed(saidBy(error), remedyFor(error, check));
  }
}

function failed(detail: string, remedy: string): Diagnosis {
  return { version: null, identity: null, findings: [{ subject: 'token', state: 'problem', detail, remedy }] };
}

function renew({ secretName }: ApiCheck): string {
  return `Make a new one (argocd account generate-token --account portolan) and put it into ${secretName}.`;
}

function remedyFor(error: unknown, check: ApiCheck): string {
  if (isKind(error, 'auth')) {
    return renew(check);
  }
  return isKind(error, 'not-found', 'invalid-response')
    ? 'Check argocd.url: it is the address of argocd-server, and not that of a sign-in page before it.'
    : 'Check argocd.url, and that argocd-server runs. Where its certificate is of your own, name it in NODE_EXTRA_CA_CERTS.';
}

/** One that is not there and one that may not be read are answered alike. */
async function readFinding({ api, namespace, root }: ApiCheck): Promise<Finding> {
  const path = `/api/v1/applications/${encodeURIComponent(root)}/resource-tree`;
  try {
    await getJson(api, {
      path,
      query: { appNamespace: namespace },
      operation: 'read live tree',
      right: 'applications, get, */*, allow',
    });
    return { subject: SUBJECT, state: 'ok', detail: `it may read ${namespace}/${root}` };
  } catch (error) {
    if (!isKind(error, 'forbidden', 'not-found')) {
      throw error;
    }
    return {
      subject: SUBJECT,
      state: 'problem',
      detail: `its account may not read ${namespace}/${root}, or there is none`,
      remedy: 'Add this line to policy.csv in the ConfigMap argocd-rbac-cm, with the name of the account.',
      copy: 'p, portolan, applications, get, */*, allow',
    };
  }
}

async function excessFindings(api: ArgoCdApi, account: string): Promise<Finding[]> {
  const allowed: string[] = [];
  for (const action of TOO_MUCH) {
    const path = `/api/v1/account/can-i/applications/${action}/*/*`;
    const { value } = await getJson(api, { path, operation: 'read rights', right: 'accounts, get' });
    if (value === 'yes') {
      allowed.push(action);
    }
  }
  return allowed.length === 0
    ? []
    : [
        {
          subject: 'rights',
          state: 'warning',
          detail: `${account || 'its account'} may also ${allowed.join(', ')} applications, which Portolan never does`,
          remedy: 'Use an account that may get applications and nothing else.',
        },
      ];
}
