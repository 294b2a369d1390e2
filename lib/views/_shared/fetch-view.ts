import type { ViewResult } from './view.ts';

/** An answer of the portal that is no success, in its own words. */
export class ViewError extends Error {
  readonly code: string;
  readonly suggestion: string;

  constructor(code: string, message: string, suggestion: string) {
    super(message);
    this.name = 'ViewError';
    this.code = code;
    this.suggestion = suggestion;
  }
}

/** Reads a view in the browser, through the one endpoint for all of them. Throws ViewError. */
export async function fetchView<Data>(
  name: string,
  params: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<ViewResult<Data>> {
  const query = new URLSearchParams({ params: JSON.stringify(params) });
  const response = await fetch(`/api/views/${name}?${query}`, {
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const { code, message, suggestion } = (body ?? {}) as { code?: string; message?: string; suggestion?: string };
    throw new ViewError(
      code ?? 'unavailable',
      message ?? 'The portal does not answer as it should.',
      suggestion ?? 'Try again in a moment.',
    );
  }
  return body as ViewResult<Data>;
}

/** The key of a view's data in the browser's cache. */
export function viewKey(name: string, params: Record<string, unknown> = {}): readonly unknown[] {
  return ['view', name, params];
}
