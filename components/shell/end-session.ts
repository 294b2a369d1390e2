import { safeHref } from '#components/ui/safe-href.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';

export type EndSession = { url: string; everywhere: boolean };

/** Ends this session, or all of the person's, and goes where the server says. Gives the reason when it did not work. */
export async function endSession({ url, everywhere }: EndSession): Promise<string | null> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ everywhere }),
  }).catch(() => null);
  if (!response?.ok) {
    return response ? `The portal answered ${response.status}.` : 'The portal does not answer.';
  }
  const { redirectUrl } = fieldsOf(await response.json().catch(() => null));
  const target = safeHref(textOf(redirectUrl));
  window.location.assign(target.kind === 'internal' ? target.href : '/');
  return null;
}
