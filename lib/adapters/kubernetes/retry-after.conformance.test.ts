import { expect, it } from 'vitest';
import { times } from '#lib/testing/long.ts';
import { createRandom, pick } from '#lib/testing/random.ts';
import type { TestRequest } from './testing/api-server.ts';
import { cutWatches, errorEvent, lastWords, onNext, say } from './testing/fault.ts';
import { createRig, isEqual, type Rig } from './testing/rig.ts';

const ROUNDS = times(40, 1000);
const AT_A_TIME = 10;
/** A question that was on its way when the server refused another one; the next would come later than this. */
const ON_ITS_WAY_MS = 2000;
const SHORTEST_S = 4;

type Refusal = { at: number; untilMs: number };

/** Has the next request refused: a watch, a list or the pulse's question, in one of the ways a server has. */
function refuse(rig: Rig, random: () => number): () => Refusal | null {
  const seconds = SHORTEST_S + Math.floor(random() * 12);
  const [code, reason] = pick(random, [[429, 'TooManyRequests'] as const, [503, 'ServiceUnavailable'] as const]);
  let refusal: Refusal | null = null;
  const note = (at: number, ms = seconds * 1000) => {
    refusal = { at, untilMs: at + ms };
  };
  const refuseNext = (kind: TestRequest['kind']) =>
    onNext(rig, kind, 1, (request, response) => {
      // A date of HTTP has whole seconds, so it may be up to a second earlier.
      const isDate = random() < 0.5;
      const date = new Date(request.at + seconds * 1000).toUTCString();
      note(request.at, isDate ? Date.parse(date) - request.at : undefined);
      say(code, reason, { 'retry-after': isDate ? date : String(seconds) })(request, response);
    });
  const ways: readonly [() => void, ...(() => void)[]] = [
    () => {
      refuseNext('watch');
      cutWatches(rig);
    },
    () => {
      refuseNext('list');
      lastWords(rig, errorEvent(410, 'Expired'), 'end');
    },
    () => refuseNext('other'),
    () => {
      note(rig.clock.now());
      lastWords(
        rig,
        errorEvent(code, reason, { details: { retryAfterSeconds: seconds } }),
        pick(random, ['end', 'stay']),
      );
    },
  ];
  pick(random, ways)();
  return () => refusal;
}

it(`Retry-After is broken 0 times in ${ROUNDS}`, async () => {
  const live = async (worker: number) => {
    const random = createRandom(1000 + worker);
    const rig = await createRig();
    const broken: string[] = [];
    for (let round = worker; round < ROUNDS; round += AT_A_TIME) {
      await rig.until(
        'it is live',
        () => rig.sink.last?.state === 'live' && isEqual(rig) && rig.server.watches.size > 0,
      );
      const refusal = refuse(rig, random);
      await rig.until('it was refused', () => refusal() !== null);
      const { at, untilMs } = refusal() ?? { at: 0, untilMs: 0 };
      rig.server.put('changed', round);
      await rig.until('it asks again', () => rig.server.requests.some((request) => request.at > untilMs));
      for (const request of rig.server.requests) {
        const isOnItsWay = request.kind === 'other' && request.at - at < ON_ITS_WAY_MS;
        if (request.at > at && request.at < untilMs && !isOnItsWay) {
          broken.push(`${request.path}?${request.query} ${untilMs - request.at} ms early`);
        }
      }
    }
    await rig.close();
    return broken;
  };
  const broken = await Promise.all(Array.from({ length: AT_A_TIME }, (_, worker) => live(worker)));
  expect(broken.flat()).toEqual([]);
}, 3_600_000);
