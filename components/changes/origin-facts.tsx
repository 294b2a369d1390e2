import type { KeyValueItem } from '#components/patterns/key-value.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Link } from '#components/ui/link.tsx';
import type { ChangeOrigin } from '#lib/domain/change/change.ts';

/** Where a change comes from: a form, or words and the model that made something of them. */
export function originFacts(origin: ChangeOrigin, maySeeRun: boolean): KeyValueItem[] {
  if (origin.kind === 'template') {
    return [{ label: 'Made with', value: `template ${origin.templateId}` }];
  }
  if (origin.kind === 'forge') {
    return [{ label: 'Made with', value: origin.isFork ? 'a branch of another repository' : 'a branch, by hand' }];
  }
  const { model, modelDigest, runId, promptHash, templateId, within } = origin;
  return [
    {
      label: 'Made with',
      value:
        templateId !== undefined
          ? `template ${templateId}, filled in by a model`
          : within === undefined
            ? 'objects that a model named'
            : 'what a model named to change or to add',
    },
    { label: 'Model', value: <Copyable text={model} what="model" /> },
    ...(modelDigest === ''
      ? []
      : [
          {
            label: 'Its digest',
            value: <Copyable text={modelDigest} what="digest" short={modelDigest.slice(0, 12)} />,
          },
        ]),
    ...(promptHash === undefined
      ? []
      : [
          {
            label: 'Asked with',
            value: (
              <>
                {runId !== undefined && maySeeRun && (
                  <>
                    <Link href={`/ask/${runId}`} look="inline">
                      these words
                    </Link>
                    ,{' '}
                  </>
                )}
                SHA-256 <Copyable text={promptHash} what="hash" short={promptHash.slice(0, 12)} />
              </>
            ),
          },
        ]),
  ];
}
