import { createHash } from 'node:crypto';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { HEALTH_CHECK_SNIPPET, withHealthCheck } from '#lib/domain/wave/health-check.ts';
import type { Repair } from './repair.ts';
import { findSettingsFile, severalInWords } from './settings-file.ts';

const ID = 'argocd-health-check';
const TITLE = 'Make waves wait for each other';
const DESCRIPTION =
  'Adds the health check for applications to argocd-cm, so that each wave waits until the one before it is healthy.';

/** Gives applications the health check without which waves order nothing but who is made first. */
export const HEALTH_CHECK_REPAIR: Repair = {
  template: {
    id: ID,
    title: TITLE,
    description: DESCRIPTION,
    owner: 'portolan',
    type: 'repair',
    tags: [],
    pages: [{ title: TITLE, description: DESCRIPTION, schema: { type: 'object', properties: {} } }],
    steps: [],
    examples: [],
    environment: {},
    digest: createHash('sha256').update(HEALTH_CHECK_SNIPPET).digest('hex'),
    skeleton: new Map(),
  },
  async render(sources, snapshot) {
    const found = await findSettingsFile(sources, snapshot);
    if (found.state === 'not-found') {
      throw new PortalError('not-found', 'No file of the repository that makes argocd-cm was found.', {
        suggestion: 'Add the check by hand where argocd-cm is made: the waves page shows what to add.',
      });
    }
    if (found.state === 'ambiguous') {
      throw new PortalError('refused', `${severalInWords(found.paths)}.`, {
        suggestion: 'Add the check by hand to the one of this Argo CD: the waves page shows what to add.',
      });
    }
    const content = withHealthCheck((await snapshot.read(found.path)) ?? '');
    if (content === null) {
      throw found.state === 'there'
        ? new PortalError('conflict', `${found.path} has the health check already.`, {
            suggestion: 'See why Argo CD has not applied it: look at the application that brings this file.',
          })
        : new PortalError('refused', `${found.path} is written in a way that cannot be changed surely.`, {
            suggestion: 'Add the check by hand: the waves page shows what to add.',
          });
    }
    return {
      title: TITLE,
      description: DESCRIPTION,
      branch: `portolan/repair/${ID}`,
      files: [{ path: found.path, content }],
      notes: [],
    };
  },
};
