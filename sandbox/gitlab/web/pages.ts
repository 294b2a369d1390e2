import { readCommit } from '../../git/commits.ts';
import { diffCommits, EMPTY_TREE, type FileDifference } from '../../git/diff.ts';
import { resolveCommit } from '../../git/refs.ts';
import { entryAt, listTree, readBlob } from '../../git/tree.ts';
import { escapeHtml } from '../../html.ts';
import type { Reply, RequestContext } from '../../http/router.ts';
import { redirectTo } from '../../oauth/redirect.ts';
import { canReadCode } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { detailedMergeStatus, diffHeadSha, latestVersion } from '../merge-requests/state.ts';
import { jobsOf } from '../pipelines/find.ts';
import { traceOf } from '../pipelines/trace.ts';
import { shortSha } from '../render/repository.ts';
import { findMergeRequest, findProject, gitDirOf, projectPath, userById } from '../state/lookup.ts';
import type { ProjectRecord } from '../state/model.ts';
import { htmlPage } from './layout.ts';
import { type Visitor, visitorOf } from './session.ts';
import { signInPath } from './sign-in.ts';

type View = { title: string; body: string };

/** The pages links lead to: plain to read, nothing to press. Whoever is not signed in is asked to sign in first. */
export async function showPage(instance: Instance, context: RequestContext): Promise<Reply> {
  const visitor = visitorOf(instance, context.request);
  const { signedIn } = visitor;
  if (signedIn === null) {
    return redirectTo(signInPath(context.path), visitor.headers);
  }
  const path = decodePath(context.path);
  const view = path === '' ? frontPage(instance, visitor) : await projectView(instance, visitor, path);
  if (view === null) {
    return htmlPage({
      title: 'Not found',
      status: 404,
      signedIn: { user: signedIn.user, formToken: visitor.formToken },
      body: '<main><h1>Page not found</h1><p>It is not here, or you may not see it.</p><p><a href="/">Projects</a></p></main>',
    });
  }
  return htmlPage({
    title: view.title,
    signedIn: { user: signedIn.user, formToken: visitor.formToken },
    body: `<main>${view.body}</main>`,
  });
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1);
  }
}

function frontPage(instance: Instance, visitor: Visitor): View {
  const { state } = instance.store;
  const user = visitor.signedIn?.user ?? null;
  const items = state.projects
    .filter((project) => canReadCode(state, user, project))
    .map((project) => `<li>${link(projectPath(state, project), `/${projectPath(state, project)}`)}</li>`);
  return {
    title: 'Projects',
    body: `<h1>Projects</h1>${items.length === 0 ? '<p>There is no project you may see.</p>' : `<ul>${items.join('')}</ul>`}`,
  };
}

/** `group/project`, and what stands behind `/-/`. Null for what is not there or not for this visitor. */
async function projectView(instance: Instance, visitor: Visitor, path: string): Promise<View | null> {
  const { state } = instance.store;
  const marker = path.indexOf('/-/');
  const project = findProject(state, marker === -1 ? path : path.slice(0, marker));
  if (project === null || !canReadCode(state, visitor.signedIn?.user ?? null, project)) {
    return null;
  }
  const [kind = '', ...rest] = marker === -1 ? ['tree', project.defaultBranch] : path.slice(marker + 3).split('/');
  switch (kind) {
    case 'merge_requests':
      return mergeRequestView(instance, project, Number(rest[0]));
    case 'commit':
      return commitView(instance, project, rest.join('/'));
    case 'blob':
    case 'raw':
    case 'tree':
      return contentView(instance, project, rest);
    case 'pipelines':
      return pipelineView(instance, project, Number(rest[0]));
    case 'jobs':
      return jobView(instance, project, Number(rest[0]));
    default:
      return null;
  }
}

const link = (text: string, href: string) => `<a href="${escapeHtml(encodeURI(href))}">${escapeHtml(text)}</a>`;

function crumbs(instance: Instance, project: ProjectRecord): string {
  const path = projectPath(instance.store.state, project);
  return `<p class="soft">${link(path, `/${path}`)}</p>`;
}

async function mergeRequestView(instance: Instance, project: ProjectRecord, iid: number): Promise<View | null> {
  const { state } = instance.store;
  const request = findMergeRequest(state, project.id, iid);
  if (request === null) {
    return null;
  }
  const path = projectPath(state, project);
  const files = await diffCommits(gitDirOf(instance, project), latestVersion(request).baseSha, diffHeadSha(request));
  const approvers = state.approvals
    .filter((approval) => approval.mergeRequestId === request.id)
    .map((approval) => userById(state, approval.userId).name);
  const notes = state.notes
    .filter((note) => note.mergeRequestId === request.id)
    .map(
      (note) =>
        `<p><strong>${escapeHtml(userById(state, note.authorId).name)}</strong></p><pre>${escapeHtml(note.body)}</pre>`,
    );
  return {
    title: `${request.title} (!${iid})`,
    body: `${crumbs(instance, project)}<h1>${escapeHtml(request.title)} <span class="soft">!${iid}</span></h1>
<table><tr><th>State</th><td>${request.state}, ${escapeHtml(detailedMergeStatus(state, request).replaceAll('_', ' '))}</td></tr>
<tr><th>Branches</th><td><code>${escapeHtml(request.sourceBranch)}</code> into <code>${escapeHtml(request.targetBranch)}</code></td></tr>
<tr><th>Author</th><td>${escapeHtml(userById(state, request.authorId).name)}</td></tr>
<tr><th>Head</th><td>${link(shortSha(diffHeadSha(request)), `/${path}/-/commit/${diffHeadSha(request)}`)}</td></tr>
<tr><th>Approved by</th><td>${approvers.length === 0 ? 'nobody' : escapeHtml(approvers.join(', '))}</td></tr></table>
<h2>Description</h2><pre>${escapeHtml(request.description ?? '')}</pre>
<h2>Activity</h2>${notes.join('') || '<p>Nothing yet.</p>'}
<h2>Changes</h2>${files.map(fileSection).join('')}`,
  };
}

async function commitView(instance: Instance, project: ProjectRecord, name: string): Promise<View | null> {
  const gitDir = gitDirOf(instance, project);
  const sha = await resolveCommit(gitDir, name);
  if (sha === null) {
    return null;
  }
  const commit = await readCommit(gitDir, sha);
  const files = await diffCommits(gitDir, commit.parents[0] ?? EMPTY_TREE, sha);
  return {
    title: `${commit.title} (${shortSha(sha)})`,
    body: `${crumbs(instance, project)}<h1>${escapeHtml(commit.title)}</h1>
<p class="soft">${escapeHtml(commit.authorName)}, ${escapeHtml(commit.authoredAt)}, <code>${sha}</code></p>
<pre>${escapeHtml(commit.message)}</pre><h2>Changes</h2>${files.map(fileSection).join('')}`,
  };
}

function fileSection(file: FileDifference): string {
  const lines = file.patch.split('\n').map((line) => {
    const kind = line.startsWith('+') ? ' class="add"' : line.startsWith('-') ? ' class="del"' : '';
    return `<span${kind}>${escapeHtml(line)}</span>`;
  });
  return `<h3><code>${escapeHtml(file.newPath)}</code> <span class="soft">${file.change}</span></h3><pre>${lines.join('\n')}</pre>`;
}

/** A file or a folder at a ref; branch names may hold slashes, so the longest ref that exists counts. */
async function contentView(instance: Instance, project: ProjectRecord, parts: readonly string[]): Promise<View | null> {
  const gitDir = gitDirOf(instance, project);
  for (let length = parts.length; length >= 1; length -= 1) {
    const ref = parts.slice(0, length).join('/');
    const sha = await resolveCommit(gitDir, ref);
    if (sha !== null) {
      return entryView(instance, project, { ref, sha, path: parts.slice(length).join('/') });
    }
  }
  return null;
}

async function entryView(
  instance: Instance,
  project: ProjectRecord,
  at: { ref: string; sha: string; path: string },
): Promise<View | null> {
  const gitDir = gitDirOf(instance, project);
  const entry = await entryAt(gitDir, at.sha, at.path);
  const root = `/${projectPath(instance.store.state, project)}/-`;
  const heading = `${crumbs(instance, project)}<h1>${escapeHtml(at.path === '' ? project.name : at.path)} <span class="soft">at ${escapeHtml(at.ref)}</span></h1>`;
  if (entry?.type === 'blob') {
    const content = await readBlob(gitDir, entry.sha);
    const text = content.includes(0) ? 'This file is not text.' : content.toString('utf8');
    return { title: at.path, body: `${heading}<pre>${escapeHtml(text)}</pre>` };
  }
  if (entry?.type !== 'tree') {
    return null;
  }
  const items = (await listTree(gitDir, at.sha, at.path.replace(/\/$/, ''), false)).map((each) => {
    const name = each.path.split('/').at(-1) ?? each.path;
    const kind = each.type === 'tree' ? 'tree' : 'blob';
    return `<li>${link(each.type === 'tree' ? `${name}/` : name, `${root}/${kind}/${at.ref}/${each.path}`)}</li>`;
  });
  return { title: at.path || project.name, body: `${heading}<ul>${items.join('')}</ul>` };
}

function pipelineView(instance: Instance, project: ProjectRecord, id: number): View | null {
  const { state } = instance.store;
  const pipeline = state.pipelines.find((each) => each.projectId === project.id && each.id === id);
  if (pipeline === undefined) {
    return null;
  }
  const path = projectPath(state, project);
  const rows = jobsOf(state, id).map(
    (job) =>
      `<tr><td>${escapeHtml(job.stage)}</td><td>${job.kind === 'build' ? link(job.name, `/${path}/-/jobs/${job.id}`) : escapeHtml(job.name)}</td><td>${job.status}</td><td>${escapeHtml(job.description ?? '')}</td></tr>`,
  );
  return {
    title: `Pipeline ${id}`,
    body: `${crumbs(instance, project)}<h1>Pipeline ${id} <span class="soft">${pipeline.status}</span></h1>
<p>${escapeHtml(pipeline.ref)} at ${link(shortSha(pipeline.sha), `/${path}/-/commit/${pipeline.sha}`)}</p>
<table><tr><th>Stage</th><th>Job</th><th>Status</th><th></th></tr>${rows.join('')}</table>`,
  };
}

function jobView(instance: Instance, project: ProjectRecord, id: number): View | null {
  const job = instance.store.state.jobs.find((each) => each.projectId === project.id && each.id === id);
  if (job === undefined) {
    return null;
  }
  return {
    title: job.name,
    body: `${crumbs(instance, project)}<h1>${escapeHtml(job.name)} <span class="soft">${job.status}</span></h1>
<pre>${escapeHtml(withoutColours(traceOf(instance, job)))}</pre>`,
  };
}

/** The text between the terminal's colour codes. */
function withoutColours(trace: string): string {
  const [first = '', ...rest] = trace.split('\u001b');
  return first + rest.map((part) => part.replace(/^\[[0-9;]*[mK]/, '')).join('');
}
