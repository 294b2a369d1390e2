import { CommandError, post } from './send-command.ts';

/**
 * Asks the portal where to go, such as to a forge to prove who one is, and goes there. Gives why it could not, in words.
 * @param goTo leads away; throws for an address that is none
 */
export async function leaveFor(path: string, body: object, goTo: (address: string) => void): Promise<string | null> {
  try {
    const { redirectUrl } = await post<{ redirectUrl: string }>(path, body);
    goTo(redirectUrl);
    return null;
  } catch (error) {
    return error instanceof CommandError ? `${error.message} ${error.suggestion}` : 'It did not work. Try again.';
  }
}
