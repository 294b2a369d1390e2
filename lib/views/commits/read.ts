import 'server-only';
import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { type CommitNotes, readCommitNotes } from '#lib/portal/commit-notes.ts';
import { defineView } from '../_shared/view.ts';

export const CommitsParams = z.strictObject({
  namespace: z.string().max(253),
  name: z.string().max(253),
  /** The newest revision that the reader knows: with another one it is another question. */
  newest: z.string().max(253).default(''),
});

export type CommitsData = CommitNotes;

/** Who made the commits in an application's history, and why. Asked for apart, because it asks the forge. */
export const commitsView = defineView({
  name: 'commits',
  params: CommitsParams,
  async read(context, { namespace, name }) {
    await authorize(context, 'platform.view');
    const { engine, live, watched, seenApplications } = context.services;
    const { source } = engine.applications;
    const position = live.position();
    const application = seenApplications.get(`${namespace}/${name}`);
    if (application === undefined && !hasData(source)) {
      // Nobody knows whether there is such an application: a page that shows it asks again.
      return {
        data: { notes: {}, reason: source.reason ?? `${source.label}: ${source.state}` },
        sources: [],
        position,
      };
    }
    if (application === undefined) {
      throw new PortalError('not-found', `There is no application ${name} in ${namespace}.`);
    }
    const shas = application.history
      .flatMap(({ revisions }) => revisions)
      .filter((revision) => /^[0-9a-f]{40,64}$/.test(revision));
    const read = watched.find(({ ref }) => engine.reads(application, ref));
    const data: CommitsData =
      read === undefined ? { notes: {}, reason: '' } : await readCommitNotes(read.forge.portal, read.ref.path, shas);
    return { data, sources: [], position };
  },
});
