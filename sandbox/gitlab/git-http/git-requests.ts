import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { BrokenRequestError, FLUSH, pktLine, readCommands } from '../../git/pkt-line.ts';
import { ZERO_SHA } from '../../git/refs.ts';
import { runGit, spawnGit } from '../../git/run-git.ts';
import type { Reply, RequestContext } from '../../http/router.ts';
import type { Instance } from '../instance.ts';
import { recordPush } from '../repository/push.ts';
import { readBody } from '../rest/read-body.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { type GitService, judgeGitAccess } from './access.ts';
import { forwardOnlyRefs, refusalOf } from './push-rules.ts';

/** Larger pushes are refused; the sandbox holds one in memory while git takes it. */
const MAX_PUSH_BYTES = 256 * 1024 * 1024;
const SERVICES: readonly GitService[] = ['git-upload-pack', 'git-receive-pack'];
/** Refs that are GitLab's own business. */
const HIDDEN = ['refs/sandbox', 'refs/merge-requests', 'refs/keep-around'].flatMap((ref) => [
  '-c',
  `transfer.hideRefs=${ref}`,
]);

export type GitRequest = { path: string; action: 'info' | 'call'; service: GitService };

/** The git request an address stands for: `/group/project.git/info/refs?service=…`, `/group/project.git/git-…`. */
export function gitRequestOf(context: RequestContext): GitRequest | null {
  const marker = context.path.indexOf('.git/');
  if (marker === -1) {
    return null;
  }
  const path = context.path.slice(1, marker).replaceAll('%2F', '/');
  const rest = context.path.slice(marker + '.git/'.length);
  if (context.method === 'GET' && rest === 'info/refs') {
    const service = SERVICES.find((each) => each === context.query.get('service'));
    return service === undefined ? null : { path, action: 'info', service };
  }
  const service = SERVICES.find((each) => each === rest);
  return service === undefined || context.method !== 'POST' ? null : { path, action: 'call', service };
}

/** Answers a git client; the body of a fetch is streamed. */
export async function answerGit(
  instance: Instance,
  context: RequestContext,
  request: GitRequest,
): Promise<Reply | undefined> {
  const access = judgeGitAccess(instance, context.request, request.path, request.service);
  if ('refusal' in access) {
    return access.refusal;
  }
  try {
    return await answerService(instance, context, request, access);
  } catch (error) {
    if (error instanceof BrokenRequestError) {
      return { status: 400, headers: { 'content-type': 'text/plain' }, body: `${error.message}\n` };
    }
    throw error;
  }
}

async function answerService(
  instance: Instance,
  context: RequestContext,
  request: GitRequest,
  access: { project: ProjectRecord; user: UserRecord | null },
): Promise<Reply | undefined> {
  if (request.action === 'info') {
    return advertise(instance, context, access.project, request.service);
  }
  if (request.service === 'git-upload-pack') {
    return uploadPack(instance, context, access.project);
  }
  return access.user === null ? undefined : receivePack(instance, context, access.project, access.user);
}

function headersOf(service: GitService, kind: 'advertisement' | 'result'): Record<string, string> {
  return { 'content-type': `application/x-${service}-${kind}`, 'cache-control': 'no-cache' };
}

/** The protocol version the client asked for, passed on to git. */
function protocolOf(context: RequestContext): Record<string, string> {
  const value = context.request.headers['git-protocol'];
  return typeof value === 'string' && /^[\w=:.-]+$/.test(value) ? { GIT_PROTOCOL: value } : {};
}

async function advertise(
  instance: Instance,
  context: RequestContext,
  project: ProjectRecord,
  service: GitService,
): Promise<Reply> {
  const gitDir = gitDirOf(instance, project);
  const command = service.slice('git-'.length);
  const { stdout } = await runGit(gitDir, [...HIDDEN, command, '--stateless-rpc', '--advertise-refs', gitDir], {
    env: protocolOf(context),
  });
  const body = Buffer.concat([Buffer.from(pktLine(`# service=${service}\n`) + FLUSH), stdout]);
  return { status: 200, headers: headersOf(service, 'advertisement'), body };
}

async function bodyOf(context: RequestContext): Promise<Buffer> {
  const body = await readBody(context, MAX_PUSH_BYTES);
  if (context.request.headers['content-encoding'] !== 'gzip') {
    return body;
  }
  try {
    return await promisify(gunzip)(body, { maxOutputLength: MAX_PUSH_BYTES });
  } catch (error) {
    throw new BrokenRequestError('the body is not what its encoding says', { cause: error });
  }
}

async function uploadPack(instance: Instance, context: RequestContext, project: ProjectRecord): Promise<undefined> {
  const gitDir = gitDirOf(instance, project);
  const body = await bodyOf(context);
  const child = spawnGit(gitDir, [...HIDDEN, 'upload-pack', '--stateless-rpc', gitDir], { env: protocolOf(context) });
  if (child.stdout === null) {
    throw new Error('git upload-pack has no output');
  }
  context.response.writeHead(200, headersOf('git-upload-pack', 'result'));
  child.stderr?.resume();
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(body);
  try {
    await pipeline(child.stdout, context.response);
  } catch {
    // The client went away in the middle; git has nobody to talk to.
    child.kill();
  }
  return undefined;
}

async function receivePack(
  instance: Instance,
  context: RequestContext,
  project: ProjectRecord,
  user: UserRecord,
): Promise<Reply> {
  const body = await bodyOf(context);
  const output = await instance.repositories.exclusively(project.id, () =>
    takePush(instance, context, project, user, body),
  );
  await instance.store.saved();
  return { status: 200, headers: headersOf('git-receive-pack', 'result'), body: output };
}

async function takePush(
  instance: Instance,
  context: RequestContext,
  project: ProjectRecord,
  user: UserRecord,
  body: Buffer,
): Promise<Buffer> {
  const gitDir = gitDirOf(instance, project);
  const commands = readCommands(body);
  const hooks = `core.hooksPath=${instance.repositories.hooksDirectory}`;
  const { stdout } = await runGit(gitDir, [...HIDDEN, '-c', hooks, 'receive-pack', '--stateless-rpc', gitDir], {
    input: body,
    env: {
      ...protocolOf(context),
      SANDBOX_REFUSAL: refusalOf(instance, project, user, commands) ?? '',
      SANDBOX_NO_FORCE: forwardOnlyRefs(project, commands).join('\n'),
    },
    // What went wrong is in the report git sends to the client.
    exitCodes: [0, 1, 128],
  });
  for (const command of commands) {
    if (command.before !== command.after && (await refSha(gitDir, command.ref)) === command.after) {
      recordPush(instance, { projectId: project.id, ...command, userId: user.id });
    }
  }
  return stdout;
}

/** What a ref points at now, ZERO_SHA when it is not there. */
async function refSha(gitDir: string, ref: string): Promise<string> {
  const { exitCode, text } = await runGit(gitDir, ['rev-parse', '--verify', '--quiet', ref], {
    exitCodes: [0, 1, 128],
  });
  return exitCode === 0 ? text.trim() : ZERO_SHA;
}
