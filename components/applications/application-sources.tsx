import { KeyValueList } from '#components/patterns/key-value.tsx';
import { Card } from '#components/ui/card.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Application } from '#lib/domain/application/application.ts';
import { shortRevision } from '#lib/views/applications/row.ts';

export type ApplicationSourcesProps = {
  application: Application;
  commitUrls: Record<string, string>;
  /** The page of each source's folder, where it is ours. */
  sourceUrls: readonly (string | null)[];
};

/** Where the manifests come from: one block for each source, with the revision it stands at. */
export function ApplicationSources({ application, commitUrls, sourceUrls }: ApplicationSourcesProps) {
  return (
    <Card title={application.sources.length > 1 ? `Sources (${application.sources.length})` : 'Source'} flush>
      {application.sources.map((source, index) => {
        const url = sourceUrls[index] ?? null;
        const revision = application.revisions[index];
        const commitUrl = revision === undefined ? undefined : commitUrls[revision];
        return (
          <div
            key={`${source.repoUrl} ${source.path ?? source.chart ?? source.ref}`}
            className="border-line border-b px-4 py-3 last:border-b-0"
          >
            <KeyValueList
              items={[
                { label: 'Repository', value: <span className="break-all">{source.repoUrl}</span> },
                ...(source.chart === undefined
                  ? []
                  : [{ label: 'Chart', value: `${source.chart} ${source.targetRevision}` }]),
                ...(source.path === undefined
                  ? []
                  : [{ label: 'Path', value: url === null ? source.path : <Link href={url}>{source.path}</Link> }]),
                ...(source.ref === undefined ? [] : [{ label: 'Used as', value: `$${source.ref}` }]),
                ...(source.chart === undefined ? [{ label: 'Follows', value: source.targetRevision }] : []),
                ...(revision === undefined || source.chart !== undefined
                  ? []
                  : [
                      {
                        label: 'Revision',
                        value:
                          commitUrl === undefined ? (
                            <Copyable text={revision} what="revision" short={shortRevision(revision)} />
                          ) : (
                            <Link href={commitUrl}>
                              <code>{shortRevision(revision)}</code>
                            </Link>
                          ),
                      },
                    ]),
              ]}
            />
          </div>
        );
      })}
    </Card>
  );
}
