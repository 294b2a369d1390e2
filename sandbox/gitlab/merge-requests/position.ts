import { diffCommits, type FileDifference } from '../../git/diff.ts';
import { ApiError, apiError, invalidParameters } from '../rest/api-error.ts';
import type { ApiCall } from '../rest/api-route.ts';
import { isObject } from '../rest/input.ts';
import type { MergeRequestRecord, NotePosition } from '../state/model.ts';

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/**
 * The line of a difference that a discussion is about, as `position` names it (GitLab's doc/api/discussions.md): a line that was
 * added by its new number, one that was removed by its old one, one that stays by both. Throws 400 where there is no such line.
 */
export async function readPosition(
  call: ApiCall,
  request: MergeRequestRecord,
  gitDir: string,
): Promise<NotePosition | null> {
  const raw = call.input.raw('position');
  if (raw === undefined || raw === null) {
    return null;
  }
  const given = isObject(raw) ? raw : {};
  const missing = ['position_type', 'base_sha', 'start_sha', 'head_sha'].filter(
    (name) => typeof given[name] !== 'string',
  );
  if (missing.length > 0) {
    throw invalidParameters(...missing.map((name) => `position[${name}] is missing`));
  }
  if (given.position_type !== 'text') {
    throw invalidParameters('position[position_type] does not have a valid value');
  }
  const version = request.versions.find(
    ({ baseSha, headSha, startSha }) =>
      baseSha === given.base_sha && headSha === given.head_sha && startSha === given.start_sha,
  );
  if (version === undefined) {
    throw apiError(400, '400 Bad request - Note {:position=>["is incomplete"]}');
  }
  const [oldLine, newLine] = [lineOf(given.old_line), lineOf(given.new_line)];
  const files = await diffCommits(gitDir, version.baseSha, version.headSha);
  const file = files.find(({ oldPath, newPath }) => oldPath === given.old_path && newPath === given.new_path);
  if (file === undefined || !hasLine(file, oldLine, newLine)) {
    throw new ApiError(400, {
      message: `400 Bad request - Note {:line_code=>["can't be blank", "must be a valid line code"]}`,
    });
  }
  const { baseSha, headSha, startSha } = version;
  return { baseSha, headSha, startSha, oldPath: file.oldPath, newPath: file.newPath, oldLine, newLine };
}

function lineOf(value: unknown): number | null {
  return value === undefined || value === null || value === '' ? null : Number(value);
}

function hasLine({ patch }: FileDifference, oldLine: number | null, newLine: number | null): boolean {
  let [before, after] = [0, 0];
  for (const line of patch.split('\n')) {
    const hunk = HUNK.exec(line);
    if (hunk !== null) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      continue;
    }
    const sign = line.charAt(0);
    const here = sign === '+' ? [null, after] : sign === '-' ? [before, null] : sign === ' ' ? [before, after] : null;
    if (here !== null && here[0] === oldLine && here[1] === newLine) {
      return true;
    }
    before += sign === '-' || sign === ' ' ? 1 : 0;
    after += sign === '+' || sign === ' ' ? 1 : 0;
  }
  return false;
}
