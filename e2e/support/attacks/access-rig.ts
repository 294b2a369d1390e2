import type { OwnPortal } from '../own-portal.ts';
import type { Platform } from '../platform.ts';
import { mapAtOnce } from '../raw-request.ts';
import { buildWithoutProxy, startSibling } from '../sibling.ts';
import { type Address, addressesOf, findSubjects, METHODS, type Method } from './addresses.ts';
import { applied, ask } from './ask.ts';
import { type BuildRoutes, readBuildRoutes } from './build-routes.ts';
import { type Caller, cookieOf, SIGNED_IN } from './callers.ts';
import { isFailure, judge, leaksIn } from './judge.ts';
import { collectMarkers, type Markers } from './markers.ts';
import { askInWords, openChange } from './open-change.ts';
import { mayUse, rightFor } from './rights.ts';
import { type Transport, transportsOf } from './transports.ts';

const AT_ONCE = 12;

/** A portal that is asked for everything, and what is known of it. */
export type AccessRig = {
  portal: OwnPortal;
  hasProxy: boolean;
  build: BuildRoutes;
  addresses: Address[];
  markers: Markers;
};

export async function startAccessRig(platform: Platform, hasProxy: boolean): Promise<AccessRig> {
  const name = hasProxy ? 'with-proxy' : 'without-proxy';
  const portal = await startSibling(platform, {
    name,
    // Thousands of refusals within seconds; how many a stranger may have is tried elsewhere.
    config: { limits: { strangers: 100_000 } },
    ...(hasProxy ? {} : { standalone: buildWithoutProxy() }),
  });
  await openChange(portal, cookieOf('dana'), `asked-${name}`);
  await askInWords(portal, cookieOf('dana'), `in-words-${name}`);
  const build = readBuildRoutes();
  const addresses = addressesOf(build, await findSubjects(portal.port, cookieOf('ada')));
  return { portal, hasProxy, build, addresses, markers: await collectMarkers(portal, addresses, SIGNED_IN) };
}

/** Ends the session that asks, so it is asked for by itself. */
export const endsSession = ({ path }: Address) => path === '/api/session/end';

export type Tried = { count: number; problems: string[] };

/** Every address with every method by every caller. */
export async function tryMatrix(
  { portal, markers, hasProxy }: AccessRig,
  addresses: readonly Address[],
  callers: readonly Caller[],
): Promise<Tried> {
  const cells = addresses.flatMap((address) =>
    METHODS.flatMap((method) => callers.map((caller) => ({ address, method, caller }))),
  );
  const problems = await mapAtOnce(cells, AT_ONCE, async ({ address, method, caller }) => {
    const { answer, asked } = await ask(portal, { method, path: address.path, body: address.body }, caller);
    const leaks = isEntitled(address, method, caller) ? [] : leaksIn(answer, markers.for(caller.role), asked);
    const problem = judge({ address, method, role: caller.role, answer }, hasProxy);
    return [...(problem === null ? [] : [problem]), ...leaks.map((leak) => `shows ${leak}`)].map(
      (each) => `${method} ${address.path} by ${caller.name}: ${answer.status}, ${each}`,
    );
  });
  return { count: cells.length, problems: problems.flat() };
}

function isEntitled({ rights }: Address, method: Method, { role }: Caller): boolean {
  const right = rightFor(rights, method);
  return right !== undefined && right !== 'anyone' && mayUse(role, right);
}

/**
 * Every other way of asking, for every address, by every caller who may not see it.
 * @param share 3 takes every third of them, which still is each way and each address
 */
export async function tryTransports(rig: AccessRig, callers: readonly Caller[], share: number): Promise<Tried> {
  const all = transportsOf(rig.build.buildId).flatMap((transport) =>
    rig.addresses.flatMap((address) =>
      callers
        .filter(({ role }) => !mayUse(role, address.rights.GET ?? address.rights.POST ?? 'anyone'))
        .map((caller) => ({ transport, address, caller })),
    ),
  );
  const requests = all.filter((_request, at) => at % share === 0);
  const problems = await mapAtOnce(requests, AT_ONCE, (request) => tryTransport(rig, request));
  return { count: requests.length, problems: problems.flat() };
}

type TransportRequest = { transport: Transport; address: Address; caller: Caller };

async function tryTransport({ portal, markers }: AccessRig, { transport, address, caller }: TransportRequest) {
  const { answer, asked } = await ask(portal, applied(transport, address), caller);
  const failure =
    isFailure(address, answer) && transport.isUnreadable !== true
      ? [`the portal fails: ${answer.body.slice(0, 200)}`]
      : [];
  const leaks = leaksIn(answer, markers.for(caller.role), asked).map((leak) => `shows ${leak}`);
  return [...failure, ...leaks].map(
    (each) => `${transport.name}: ${address.path} by ${caller.name}: ${answer.status}, ${each}`,
  );
}
