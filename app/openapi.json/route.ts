import { openApiDocument } from '#lib/http/api/openapi.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function GET(): Promise<Response> {
  const { portalUrl } = await getServices();
  return Response.json(openApiDocument(portalUrl), { headers: { 'cache-control': 'no-cache' } });
}
