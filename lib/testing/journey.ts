import type { Change } from '#lib/domain/change/change.ts';
import type { Template } from '#lib/domain/template/template.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { SMALL, templateOf } from '#lib/templates/testing/template-files.ts';
import { approveChange } from '#lib/usecases/change/approve.ts';
import { mergeChange } from '#lib/usecases/change/merge.ts';
import { openChange } from '#lib/usecases/change/open.ts';
import { lookOf } from './look-of.ts';

/** The smallest form there is: a name, and one file that holds it. */
export const SMALL_TEMPLATE = 'small';
export const SMALL_FILE = (name: string) => `apps/${name}/config.yaml`;

const SKELETON = `apiVersion: v1
kind: ConfigMap
metadata:
  name: \${{ values.name }}
  namespace: shop
`;

export function smallTemplates(): ReadonlyMap<string, Template> {
  const template = templateOf({
    'template.yaml': SMALL,
    'skeleton/apps/${{ values.name }}/config.yaml': SKELETON,
  });
  return new Map([[SMALL_TEMPLATE, template]]);
}

export type SentForm = { templateId: string; values: { name: string }; idempotencyKey: string };
export type People = { requester: UserContext; reviewer: UserContext };

/**
 * From the form to the merge, as two people go who look first at what is done already: it can be begun again wherever it
 * was cut off. Gives where it ended; it ends early where the portal says that something has to pass first.
 */
export async function actAsPeopleDo({ requester, reviewer }: People, form: SentForm): Promise<Change> {
  // Nobody knows whether a form that got no answer was sent, so its button is pressed again.
  let change = await openChange(requester, form);
  if (change.phase === 'open') {
    change = await approveChange(reviewer, lookOf(change));
  }
  if (change.phase === 'approved') {
    change = await mergeChange(reviewer, { changeId: change.id, sha: change.headSha });
  }
  return change;
}
