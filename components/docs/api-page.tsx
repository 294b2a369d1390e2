import { CodeView } from '#components/patterns/code/code-view.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';

export type ApiOperation = {
  method: string;
  path: string;
  operation: {
    summary: string;
    tags: string[];
    parameters?: unknown[];
    requestBody?: { content: { 'application/json': { schema: unknown } } };
    responses: Record<string, unknown>;
    'x-role': string;
  };
};

const TITLES: Record<string, string> = {
  generate: 'For programs, with a token',
  views: 'What pages read, with a session',
  commands: 'What pages send, with a session',
};

export type ApiPageProps = { description: string; documentUrl: string; operations: readonly ApiOperation[] };

/** The OpenAPI document of the portal as a page. */
export function ApiPage({ description, documentUrl, operations }: ApiPageProps) {
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '');
  return (
    <div className="flex min-w-0 max-w-5xl flex-col gap-5">
      <PageHeader
        title="API"
        description={description}
        actions={<ButtonLink href={documentUrl}>OpenAPI document</ButtonLink>}
      />
      {[...groups].map(([tag, members]) => (
        <section key={tag} aria-label={TITLES[tag] ?? tag} className="flex flex-col gap-2">
          <h2 className="font-medium text-sm">{TITLES[tag] ?? tag}</h2>
          <div className="overflow-hidden rounded-lg border border-line bg-surface">
            {members.map((member) => (
              <OperationLine key={`${member.method} ${member.path}`} {...member} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function OperationLine({ method, path, operation }: ApiOperation) {
  const { summary, parameters, requestBody, responses } = operation;
  const takes = requestBody?.content['application/json'].schema ?? parameters;
  return (
    <details className="group border-line border-b last:border-b-0">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm hover:bg-hover">
        <Icon name="chevronRight" size={12} className="flex-none text-muted group-open:rotate-90" />
        <span className="w-10 flex-none font-mono text-muted text-xs uppercase">{method}</span>
        <code className="min-w-0 break-all">{path}</code>
        <span className="min-w-0 flex-1 basis-60 text-muted text-xs">{summary}</span>
        <Badge>{operation['x-role']}</Badge>
      </summary>
      <div className="flex flex-col gap-3 bg-sunken p-3">
        {takes !== undefined && <CodeView path="takes.json" text={JSON.stringify(takes, null, 2)} />}
        <CodeView path="answers.json" text={JSON.stringify(responses, null, 2)} />
      </div>
    </details>
  );
}
