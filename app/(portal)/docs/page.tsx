import { ApiPage } from '#components/docs/api-page.tsx';
import { openApiDocument } from '#lib/http/api/openapi.ts';
import { type PageQuery, requirePageUser } from '#lib/http/page.ts';

export const metadata = { title: 'API' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const { services } = await requirePageUser('/docs', await searchParams);
  const { paths, info } = openApiDocument(services.portalUrl);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return (
    <ApiPage
      description={info.description}
      documentUrl={`${services.portalUrl}/openapi.json`}
      operations={operations}
    />
  );
}
