import type { IncomingMessage } from 'node:http';
import type { Reply } from '../../http/router.ts';
import { callerOfToken } from '../access/authenticate.ts';
import { ACCESS, canReadCode, canSeeProject, projectAccess } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { findProject } from '../state/lookup.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { checkPassword } from '../web/session.ts';

export type GitService = 'git-upload-pack' | 'git-receive-pack';

type Actor = { user: UserRecord; mayRead: boolean; mayWrite: boolean };

/** The project and who wants it, or the refusal in git's words. */
export type GitAccess = { project: ProjectRecord; user: UserRecord | null } | { refusal: Reply };

const DENIED =
  "HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped.";
const NOT_FOUND = "The project you were looking for could not be found or you don't have permission to view it.";

const plain = (status: number, text: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: text,
});

/** Judges a git request over HTTP: credentials first, then whether the project may be seen, then the role. */
export function judgeGitAccess(
  instance: Instance,
  request: IncomingMessage,
  path: string,
  service: GitService,
): GitAccess {
  const { state } = instance.store;
  const project = findProject(state, path);
  const credentials = basicCredentials(request);
  const isWrite = service === 'git-receive-pack';
  const isOpen = project !== null && !isWrite && canReadCode(state, null, project);
  const actor = credentials === null ? null : actorOf(instance, credentials);
  if (actor === null && (credentials !== null || !isOpen)) {
    return { refusal: plain(401, DENIED, { 'www-authenticate': 'Basic realm="GitLab"' }) };
  }
  const user = actor?.user ?? null;
  if (actor !== null && !(isWrite ? actor.mayWrite : actor.mayRead)) {
    return { refusal: plain(403, `You are not allowed to ${isWrite ? 'upload' : 'download'} code.`) };
  }
  if (project === null || !canSeeProject(state, user, project)) {
    return { refusal: plain(404, NOT_FOUND) };
  }
  return judgeRole(instance, project, user, isWrite);
}

function judgeRole(instance: Instance, project: ProjectRecord, user: UserRecord | null, isWrite: boolean): GitAccess {
  const { state } = instance.store;
  if (!canReadCode(state, user, project)) {
    return { refusal: plain(403, 'You are not allowed to download code from this project.') };
  }
  if (isWrite && project.settings.isArchived) {
    return { refusal: plain(403, "You can't push code to an archived project.") };
  }
  if (isWrite && projectAccess(state, user, project) < ACCESS.developer) {
    return { refusal: plain(403, 'You are not allowed to push code to this project.') };
  }
  return { project, user };
}

function basicCredentials(request: IncomingMessage): { login: string; password: string } | null {
  const header = request.headers.authorization ?? '';
  if (!header.toLowerCase().startsWith('basic ')) {
    return null;
  }
  const text = Buffer.from(header.slice('basic '.length), 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? null : { login: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** A token as the password, whatever the name (`oauth2` by custom), or the account's own password. */
function actorOf(instance: Instance, credentials: { login: string; password: string }): Actor | null {
  const caller = callerOfToken(instance, credentials.password);
  if (caller !== null) {
    const has = (...scopes: string[]) => scopes.some((scope) => caller.scopes.includes(scope));
    return {
      user: caller.user,
      mayRead: has('api', 'read_repository', 'write_repository'),
      mayWrite: has('api', 'write_repository'),
    };
  }
  const user = checkPassword(instance, credentials.login, credentials.password);
  return user === null ? null : { user, mayRead: true, mayWrite: true };
}
