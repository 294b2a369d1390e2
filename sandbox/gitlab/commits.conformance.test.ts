import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
const repository = '/projects/platform%2Fgitops/repository';

beforeAll(async () => {
  gitlab = await startExample();
});

afterAll(() => stopExample(gitlab));

async function answerOf(method: string, path: string, body?: unknown) {
  const { status, body: answer } = await gitlab.api('ada', method, path, body);
  return { status, answer };
}

describe('commits that cannot be made', () => {
  const create = { action: 'create', file_path: 'new.txt', content: 'x' };
  const cases: [string, Record<string, unknown>, unknown][] = [
    ['nothing at all', {}, { error: 'branch is missing, commit_message is missing, actions is missing' }],
    [
      'an unknown action',
      { actions: [{ action: 'burn', file_path: 'x' }] },
      { error: 'actions[0][action] does not have a valid value' },
    ],
    [
      'two starts',
      { start_branch: 'main', start_sha: 'a'.repeat(40), actions: [create] },
      { error: 'start_branch, start_sha are mutually exclusive' },
    ],
    [
      'creating what is there',
      { start_branch: 'main', actions: [{ ...create, file_path: 'README.md' }] },
      { message: 'A file with this name already exists' },
    ],
    [
      'creating a file where a folder is',
      { start_branch: 'main', actions: [{ ...create, file_path: 'apps/web' }] },
      { message: 'A directory with this name already exists' },
    ],
    [
      'updating what is not there',
      { start_branch: 'main', actions: [{ action: 'update', file_path: 'none', content: '' }] },
      { message: "A file with this name doesn't exist" },
    ],
    [
      'deleting what is not there',
      { start_branch: 'main', actions: [create, { action: 'delete', file_path: 'none' }] },
      { message: "A file with this name doesn't exist" },
    ],
    [
      'leaving the repository',
      { start_branch: 'main', actions: [{ ...create, file_path: '../x' }] },
      { message: 'Path cannot include directory traversal' },
    ],
    [
      'writing into .git',
      { start_branch: 'main', actions: [{ ...create, file_path: '.git/config' }] },
      { message: "invalid path: '.git/config'" },
    ],
    [
      'a branch from nowhere',
      { actions: [create] },
      { message: 'You can only create or edit files when you are on a branch' },
    ],
    [
      'a start that is not there',
      { start_sha: 'f'.repeat(40), actions: [create] },
      { message: `Cannot find start_sha '${'f'.repeat(40)}'` },
    ],
    [
      'a file that changed since',
      {
        start_branch: 'main',
        actions: [{ action: 'update', file_path: 'README.md', content: '', last_commit_id: 'a'.repeat(40) }],
      },
      { message: 'The file has changed since you started editing it: README.md' },
    ],
    [
      'a branch name git refuses',
      { branch: 'a..b', start_branch: 'main', actions: [create] },
      { message: 'Your changes could not be committed, because the branch name is not valid' },
    ],
  ];
  it.each(cases)('%s', async (what, body, expected) => {
    const request = what === 'nothing at all' ? {} : { branch: 'refused', commit_message: 'm', ...body };
    const { status, answer } = await answerOf('POST', `${repository}/commits`, request);
    expect({ status, answer }).toEqual({ status: 400, answer: expected });
    expect(await gitlab.inspect.branchSha(PROJECT, 'refused'), 'all or nothing').toBeNull();
  });

  it('a branch that is there with another start; force moves it', async () => {
    const main = await gitlab.inspect.branchSha(PROJECT, 'main');
    const old = await gitlab.act.push(PROJECT, 'there', { 'old.txt': '1' }, 'ada');
    const body = { branch: 'there', start_branch: 'main', commit_message: 'm', actions: [create] };
    expect(await answerOf('POST', `${repository}/commits`, body)).toEqual({
      status: 400,
      answer: { message: "A branch called 'there' already exists. Switch to that branch in order to make changes" },
    });
    expect(await gitlab.inspect.branchSha(PROJECT, 'there')).toBe(old);
    const forced = await gitlab.api('ada', 'POST', `${repository}/commits`, { ...body, force: true });
    expect(forced.body).toMatchObject({ parent_ids: [main] });
    expect(await gitlab.inspect.files(PROJECT, 'there')).not.toContain('old.txt');
  });

  it('moves, deletes and changes modes in one commit', async () => {
    const { status } = await answerOf('POST', `${repository}/commits`, {
      branch: 'moving',
      start_branch: 'main',
      commit_message: 'Move things',
      author_name: 'Template',
      actions: [
        { action: 'move', file_path: 'docs/README.md', previous_path: 'README.md' },
        { action: 'create', file_path: 'run.sh', content: 'ZWNobyBoaQo=', encoding: 'base64' },
        { action: 'chmod', file_path: 'run.sh', execute_filemode: true },
        { action: 'delete', file_path: 'apps/web/values.yaml' },
      ],
    });
    expect(status).toBe(201);
    expect((await gitlab.inspect.files(PROJECT, 'moving')).sort()).toEqual([
      'apps/web/with space & é.yaml',
      'docs/README.md',
      'run.sh',
    ]);
    const tree = await gitlab.api('ada', 'GET', `${repository}/tree?ref=moving`);
    expect(tree.body).toContainEqual(expect.objectContaining({ name: 'run.sh', mode: '100755' }));
    const [tip] = await gitlab.inspect.commits(PROJECT, 'moving', 1);
    expect(tip).toMatchObject({ authorName: 'Template', committerName: 'Ada Archer' });
  });

  it('makes one commit of two made at once on the same start, and refuses the other', async () => {
    const body = (content: string) => ({
      branch: 'race',
      start_branch: 'main',
      commit_message: content,
      actions: [{ ...create, content }],
    });
    const answers = await Promise.all(
      ['one', 'two'].map((each) => answerOf('POST', `${repository}/commits`, body(each))),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 400]);
    expect(await gitlab.inspect.commits(PROJECT, 'race')).toHaveLength(2);
  });
});
