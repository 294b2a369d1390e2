import { createHash } from 'node:crypto';
import { type FileChange, type HeadFile, REVERT_ID } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { RepositorySnapshot } from '../repository-snapshots.ts';
import type { Repair } from './repair.ts';

const TITLE = 'Take a change back';
const DESCRIPTION =
  'Puts every file that a merged change touched back to what it was before, in a merge request of its own.';

/** Undoes a merged change as long as nobody has changed its files since: then a person has to say what should stand there. */
export const REVERT: Repair = {
  template: {
    id: REVERT_ID,
    title: TITLE,
    description: DESCRIPTION,
    owner: 'portolan',
    type: 'repair',
    tags: [],
    pages: [
      {
        title: TITLE,
        description: DESCRIPTION,
        schema: {
          type: 'object',
          required: ['change'],
          properties: {
            change: { type: 'string', title: 'Change', maxLength: 100, 'ui:help': 'The end of its address.' },
          },
        },
      },
    ],
    steps: [],
    examples: [],
    environment: {},
    digest: createHash('sha256').update(DESCRIPTION).digest('hex'),
    skeleton: new Map(),
  },
  async render({ store, repository }, snapshot, values) {
    const id = String(values.change);
    const [change, head] = await Promise.all([store.changes.findById(id), store.changes.findHead(id)]);
    if (change === null || head === null || change.mergeSha === null) {
      throw new PortalError('not-found', 'There is no merged change with this id.', {
        fields: [{ path: 'change', message: 'There is no merged change with this id.' }],
      });
    }
    if (!isSame(change.repository, repository.ref)) {
      throw new PortalError('refused', `It went to ${change.repository.path}, where changes are not made from here.`, {
        suggestion: 'Take it back on the forge: the merge request that does so is looked at and approved here.',
      });
    }
    const files = await Promise.all(head.files.map((file) => takenBack(file, snapshot)));
    if (files.every(({ isThere }) => isThere)) {
      throw new PortalError('conflict', 'It was taken back already: its files are as they were before.');
    }
    return {
      title: `Revert "${change.title}"`,
      description: `Takes back !${change.mergeRequest?.iid ?? ''} (${change.mergeSha.slice(0, 8)}).`,
      branch: `portolan/revert/${id.replaceAll('-', '').slice(-12)}`,
      files: files.map(({ path, content }) => ({ path, content })),
      notes: [],
    };
  },
};

async function takenBack(
  { path, before, after }: HeadFile,
  snapshot: RepositorySnapshot,
): Promise<FileChange & { isThere: boolean }> {
  const now = await snapshot.read(path);
  if (now !== after && now !== before) {
    throw new PortalError('conflict', `${path.slice(0, 200)} was changed again since.`, {
      suggestion: 'Take the newer change back first, or mend the file by hand.',
    });
  }
  return { path, content: before, isThere: now === before };
}
