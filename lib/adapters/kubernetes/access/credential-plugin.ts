import type { RequestOptions } from 'node:https';
import type { Fields } from '#lib/domain/value/fields.ts';

/** What a plugin gives to sign in with. */
export type PluginCredentials = { authorization?: string; cert?: string; key?: string };

export type CredentialPlugin = { credentials(): Promise<PluginCredentials> };

/** Whether signing in takes more than reading the kubeconfig file. */
export function needsPlugin(user: Fields): boolean {
  return user.exec !== undefined || user['auth-provider'] !== undefined;
}

/**
 * Signs in with a command (`exec`) or with OIDC (`auth-provider`) by way of the Kubernetes client's own code, which
 * keeps tokens until they expire. Only the one module of it that is needed is loaded, and only here: the OIDC part
 * pulls in the whole client, which costs 60 MB. Throws when the user has another kind of plugin.
 */
export async function createCredentialPlugin(user: Fields): Promise<CredentialPlugin> {
  const entry = { name: 'portolan', exec: user.exec, authProvider: user['auth-provider'] };
  const signIn = await loadAuthenticator(user);
  return {
    async credentials() {
      const options: RequestOptions & { headers: Record<string, string> } = { headers: {} };
      await signIn.applyAuthentication(entry, options);
      return {
        ...(options.headers.Authorization === undefined ? {} : { authorization: options.headers.Authorization }),
        ...(typeof options.cert === 'string' ? { cert: options.cert } : {}),
        ...(typeof options.key === 'string' ? { key: options.key } : {}),
      };
    },
  };
}

async function loadAuthenticator(user: Fields) {
  if (user.exec !== undefined) {
    const { ExecAuth } = await import('@kubernetes/client-node/dist/exec_auth.js');
    return new ExecAuth();
  }
  const { OpenIDConnectAuth } = await import('@kubernetes/client-node/dist/oidc_auth.js');
  const oidc = new OpenIDConnectAuth();
  if (!oidc.isAuthProvider({ name: 'portolan', authProvider: user['auth-provider'] })) {
    throw new Error('only the auth provider "oidc" and exec plugins are supported');
  }
  return oidc;
}
