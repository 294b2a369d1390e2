import { relative } from 'node:path';
import type { SandboxAddresses } from '#sandbox/addresses.ts';

const WORK: Record<string, string> = {
  vic: 'looks on',
  dana: 'writes changes',
  rui: 'reviews them',
  ada: 'administers',
};

/** A path as one would type it here. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** Who can sign in, and with what. The password is no secret: it is made for people who try the sandbox. */
export function signInText(password: string): string {
  const people = Object.entries(WORK).map(([name, work]) => `${name}   ${work}`);
  return `  Sign in with GitLab as      password ${password}
    ${people.join('     ')}`;
}

/** Where the sandbox's servers are. @param prometheus the one that scrapes it, where one runs */
export function addressesText(addresses: SandboxAddresses, prometheus: { url: string } | null = null): string {
  const { gitlab, kubernetes, ollama, control, metrics, kubeconfig } = addresses;
  const measured =
    prometheus === null
      ? `  Exporters    ${metrics}/targets   for the http_sd_configs of a Prometheus`
      : `  Prometheus   ${prometheus.url}`;
  return `  GitLab       ${gitlab}
  Kubernetes   ${kubernetes}   kubectl --kubeconfig ${shortPath(kubeconfig)} get applications -n argocd
  Ollama       ${ollama}
${measured}
  Faults       ${control}   a page to break the platform on, and to mend it`;
}

/** Where everything is kept, and what begins afresh there and nowhere else. */
export function keptText(command: string, { value, usual }: { value: string; usual: string }): string {
  const state =
    value === usual ? '' : ` --state ${/^[\w./@:+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`;
  return `  Everything is kept in ${shortPath(value)}; npm run ${command} --${state} --reset begins afresh. Ctrl-C stops it.`;
}
