/** What a server says in another way than RFC 6749 has it. */
export type Dialect = {
  /** The error of RFC 6749 that this refusal of a code or a token means. */
  errorOf(error: string, description: string): string;
};

/** A refusal in the words of RFC 6749, with a status that says so; null for an answer that is none. */
export function refusalIn({ errorOf }: Dialect, status: number, body: string): string | null {
  const answer = status === 200 || status === 400 ? parse(body) : null;
  const { error, error_description: description } = answer ?? {};
  if (typeof error !== 'string') {
    return null;
  }
  const text = typeof description === 'string' ? description : error;
  return JSON.stringify({ error: errorOf(error, text), error_description: text });
}

function parse(body: string): Record<string, unknown> | null {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : null;
  } catch {
    // A page, or half an answer: openid-client finds that out and says it.
    return null;
  }
}
