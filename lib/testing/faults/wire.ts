import type { ForgeRig } from '../forge/forge-rig.ts';
import type { Meddle, ProxyRequest, TestProxy } from '../proxy.ts';
import type { FaultWorld } from './forge-fault.ts';

type Rule = { hits(asked: ProxyRequest): boolean; meddle: Meddle };

/** What goes wrong on the way to a forge, call by call. */
export function createWire(
  { isCall, tokens }: ForgeRig,
  proxy: TestProxy,
): Pick<FaultWorld, 'on' | 'onToken'> & { clear(): void; unanswered(): number; isFaulty(): boolean } {
  let rules: Rule[] = [];
  let unanswered = 0;
  proxy.meddle(async (asked, forward) => {
    const rule = rules.find(({ hits }) => hits(asked));
    const answer = rule === undefined ? await forward() : await rule.meddle(asked, forward);
    if (answer === 'hang' || (answer !== 'reset' && answer.delivery === 'half')) {
      unanswered += 1;
    }
    return answer;
  });
  return {
    on(call, meddle) {
      rules.push({ hits: call === 'everything' ? () => true : isCall[call], meddle });
    },
    onToken(who, meddle) {
      rules.push({ hits: ({ token }) => token === tokens[who], meddle });
    },
    clear() {
      rules = [];
    },
    unanswered: () => unanswered,
    isFaulty: () => rules.length > 0,
  };
}
