/**
 * What tells a git repository apart, whichever way its address is written: `host/path` without user, `.git` and case,
 * as Argo CD compares addresses (argo-cd util/git `NormalizeGitURL`). The port counts for http, where it may be another
 * server, and not for ssh, which has ports of its own. '' for what is no address.
 */
export function repositoryKey(address: string): string {
  const text = address.trim();
  const whole = text.includes('://') ? text : `ssh://${text.replace(':', '/')}`;
  if (!URL.canParse(whole)) {
    return '';
  }
  const url = new URL(whole);
  if (url.hostname === '') {
    return '';
  }
  const host = url.protocol === 'ssh:' || url.protocol === 'git+ssh:' ? url.hostname : url.host;
  const path = url.pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  return `${host}${path}`.toLowerCase();
}
