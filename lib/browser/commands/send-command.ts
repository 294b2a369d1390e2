/** What a refused or failed command says, in the portal's own words. */
export class CommandError extends Error {
  readonly code: string;
  readonly suggestion: string;
  readonly fields: { path: string; message: string }[];

  constructor(body: {
    code?: string;
    message?: string;
    suggestion?: string;
    fields?: { path: string; message: string }[];
  }) {
    super(body.message ?? 'The portal does not answer as it should.');
    this.name = 'CommandError';
    this.code = body.code ?? 'unavailable';
    this.suggestion = body.suggestion ?? 'Try again in a moment; nothing you typed is lost.';
    this.fields = body.fields ?? [];
  }
}

/** Sends a command. Throws CommandError; the sign-in is the caller's to offer, so that nothing typed is lost. */
export async function sendCommand<Result>(name: string, input: unknown, signal?: AbortSignal): Promise<Result> {
  return await post<Result>(`/api/commands/${name}`, input, signal);
}

/** The same for the routes of the session. */
export async function post<Result>(path: string, input: unknown, signal?: AbortSignal): Promise<Result> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new CommandError({ message: 'The portal cannot be reached from this browser.' });
  }
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new CommandError(body as ConstructorParameters<typeof CommandError>[0]);
  }
  return body as Result;
}
