import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { createSelfSigned } from '#sandbox/http/self-signed.ts';
import { createBehind } from './behind.ts';
import { FIRST_VERSION, fillLine, type LineTemplate, lineTemplate } from './lines.ts';
import type { FeedAsk, FeedTask, FeedTold, RequestTally } from './messages.ts';
import { createOutlet } from './outlet.ts';
import { LAST_STAMP, preciseNow, stampOf } from './stamp.ts';

/**
 * Stands before a platform's API server and passes everything on, but tells of Applications itself: watch events that
 * are made beforehand, so that it can send more of them than anybody can take in.
 */
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications';
/** Events that go out together in a flood. */
const PER_WRITE = 20;
const TICK_MS = 1;
const REPEAT_EVERY_MS = 50;

const outlet = createOutlet();
const tally: RequestTally = { watches: 0, lists: 0, others: 0 };
let templates: LineTemplate[] = [];
let version = FIRST_VERSION;
let repeating: NodeJS.Timeout | undefined;

async function start({ kubernetes, caFile, token, dir }: FeedTask): Promise<{ url: string; caFile: string }> {
  const behind = createBehind(kubernetes, readFileSync(caFile, 'utf8'));
  const { items } = fieldsOf(await behind.readJson(APPLICATIONS, token));
  // The root is another kind of Application: it has as many resources as there are others.
  templates = itemsOf(items, Number.POSITIVE_INFINITY)
    .filter(isOrdinary)
    .map((item) => lineTemplate(fieldsOf(item)));
  const certificate = createSelfSigned('bench-feed');
  const server = createServer(certificate, (request, response) => serve(behind.pass, request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const ownCaFile = join(dir, 'feed-ca.pem');
  writeFileSync(ownCaFile, certificate.cert);
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, caFile: ownCaFile };
}

function isOrdinary(item: unknown): boolean {
  return fieldsOf(fieldsOf(fieldsOf(item).spec).source).directory === undefined;
}

function serve(
  pass: (request: IncomingMessage, response: ServerResponse) => void,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://feed');
  const isWatch = searchParams.has('watch');
  const isList = !isWatch && Number(searchParams.get('limit')) > 1;
  tally[isWatch ? 'watches' : isList ? 'lists' : 'others'] += 1;
  if (isWatch && pathname === APPLICATIONS) {
    outlet.open(response, Number(searchParams.get('timeoutSeconds') ?? 60));
  } else {
    pass(request, response);
  }
}

function nextLine(stamp: string): Buffer {
  version += 1;
  return fillLine(templates[version % templates.length] as LineTemplate, version, stamp);
}

async function pace(count: number, perSecond: number): Promise<number> {
  const startedAt = preciseNow();
  for (let done = 0; done < count; ) {
    const due = Math.min(count, Math.floor(((preciseNow() - startedAt) / 1000) * perSecond) + 1);
    const lines: Buffer[] = [];
    for (; done < due; done += 1) {
      lines.push(nextLine(stampOf(startedAt + (done * 1000) / perSecond)));
    }
    if (lines.length > 0) {
      await outlet.write(lines);
    }
    await sleep(TICK_MS);
  }
  return startedAt;
}

async function flood(count: number): Promise<number> {
  const startedAt = preciseNow();
  for (let done = 0; done < count; done += PER_WRITE) {
    const stamp = stampOf(preciseNow());
    await outlet.write(Array.from({ length: Math.min(PER_WRITE, count - done - 1) }, () => nextLine(stamp)));
  }
  await tellLast();
  return startedAt;
}

/** Gives when it was told of first. */
async function tellLast(): Promise<number> {
  const at = preciseNow();
  await outlet.write([nextLine(LAST_STAMP)]);
  repeatLast();
  return at;
}

/** The portal may tell of very many changes at once by saying "read again", so the last one is told of until the next task. */
function repeatLast(): void {
  clearInterval(repeating);
  repeating = setInterval(() => void outlet.write([nextLine(LAST_STAMP)]), REPEAT_EVERY_MS);
}

let place = { url: '', caFile: '' };
async function answer(ask: FeedAsk): Promise<number> {
  clearInterval(repeating);
  switch (ask.do) {
    case 'start':
      place = await start(ask);
      return 0;
    case 'pace':
      return await pace(ask.count, ask.perSecond);
    case 'pace-to-last':
      await pace(ask.count, ask.perSecond);
      return await tellLast();
    case 'flood':
      return await flood(ask.count);
    case 'tally':
      return 0;
  }
}

process.on('disconnect', () => process.exit());
process.on('message', (ask: FeedAsk) => {
  answer(ask).then(
    (at) => process.send?.({ at, ...place, tally } satisfies FeedTold),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
