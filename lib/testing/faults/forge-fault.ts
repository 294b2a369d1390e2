import type { Change } from '#lib/domain/change/change.ts';
import type { PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import { configMap } from '../config-map.ts';
import type { ForgeCall, ForgeRig } from '../forge/forge-rig.ts';
import type { Meddle, ProxyAnswer } from '../proxy.ts';

/** What a fault can take hold of. */
export type FaultWorld = {
  rig: ForgeRig;
  /** From now on all calls of this kind go like that, until everything is well again. */
  on(call: ForgeCall | 'everything', meddle: Meddle): void;
  /** The same for everything that this person's token is used for. */
  onToken(who: 'requester' | 'reviewer', meddle: Meddle): void;
  /** The change as it stands; once the form was sent. */
  change(): Change;
  /** From now on the requester's token has expired, and renewing it goes like that. */
  expire(refresh: () => Promise<never>): Promise<void>;
};

/** Something that goes wrong on the forge's side while one step of the way is taken. */
export type ForgeFault = {
  name: string;
  /** The form is sent, the reviewer approves or merges, or the portal looks by itself at what waits or is approved. */
  step: 'send' | 'look' | 'approve' | 'look again' | 'merge';
  strike(world: FaultWorld): void | Promise<void>;
  /** What is read while it lasts, message and remedy; null where nobody needs to notice anything. */
  says: RegExp | null;
  /** What a page goes by, where it is to do more than show the words. */
  code?: PortalErrorCode;
  /** Whether it ends the attempt, so that the form has to be sent anew. */
  isFinal?: true;
  /** Ends what `strike` did, besides what it did on the wire. */
  heal?(world: FaultWorld): void | Promise<void>;
  /** Where the change is brought to once it is over, by the portal and its people; without it, to the merge. */
  ends?: Change['phase'];
};

/** A file that somebody pushes meanwhile, and that no guardrail minds. */
export const MORE = configMap('more');

export const json = { 'content-type': 'application/json' };
const PAGE = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

/** The forge refuses: nothing was done. */
export function refuses(status: number, words: string, headers: Record<string, string> = {}): Meddle {
  return async () => ({ status, headers: { ...json, ...headers }, body: JSON.stringify({ message: words }) });
}

export function answers(answer: Partial<ProxyAnswer>): Meddle {
  return async () => ({ status: 200, headers: json, body: '', ...answer });
}

export const answersPage = (status: number) =>
  answers({ status, headers: { 'content-type': 'text/html' }, body: PAGE });
export const hangs: Meddle = async () => 'hang';
export const resets: Meddle = async () => 'reset';

/** The forge does it, and its answer never arrives. */
export const losesAnswer =
  (how: 'reset' | 'hang'): Meddle =>
  async (_, forward) => {
    await forward();
    return how;
  };

/** The forge does it, and something happens to its answer. */
export const changesAnswer =
  (change: (answer: ProxyAnswer) => Partial<ProxyAnswer>): Meddle =>
  async (_, forward) => {
    const answer = await forward();
    return { ...answer, ...change(answer) };
  };

/** The forge does it, and says something else. */
export const lies = (lie: (body: Record<string, unknown>) => Record<string, unknown>): Meddle =>
  changesAnswer(({ body }) => ({ body: JSON.stringify(lie(JSON.parse(body) as Record<string, unknown>)) }));

/** The first of the calls go like this, the others as they should. */
export function atFirst(count: number, meddle: Meddle): Meddle {
  let left = count;
  return (asked, forward) => {
    left -= 1;
    return left >= 0 ? meddle(asked, forward) : forward();
  };
}
