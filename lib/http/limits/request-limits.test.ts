import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { ConfigFile } from '#lib/config/schema.ts';
import { listen } from '#lib/testing/net/listen.ts';
import { notePeer, peerOf } from './peer-address.ts';
import { createRequestLimits } from './request-limits.ts';

const DEFAULTS = ConfigFile.shape.limits.parse({});

it('is never met by people at work: previews at ten keys a second, and twenty tabs that look again every second', () => {
  let now = 0;
  const limits = createRequestLimits(DEFAULTS, 0, { now: () => now });
  for (let second = 0; second < 600; second += 1) {
    for (let key = 0; key < 10; key += 1) {
      now += 100;
      limits.ofPerson('commands', 'dana');
    }
    for (let tab = 0; tab < 20; tab += 1) {
      limits.ofPerson('reads', 'dana');
    }
  }
});

it('is not met by a company that signs in at nine o`clock behind one address, nor by a forge with a large push', () => {
  const limits = createRequestLimits(DEFAULTS, 0, { now: () => 0 });
  const headers = new Headers({ 'x-portolan-peer': '10.0.0.1' });
  for (let number = 0; number < 300; number += 1) {
    // Begun and finished.
    limits.ofAddress('signIns', headers);
    limits.ofAddress('signIns', headers);
    limits.ofAddress('webhooks', headers);
  }
});

it('knows the connection of a request, and not what the request says of itself', async () => {
  const seen: string[] = [];
  const { url, close } = await listen(
    createServer((request, response) => {
      notePeer(request);
      seen.push(peerOf(new Headers(request.headers as Record<string, string>)));
      response.end();
    }),
  );
  await fetch(url, { headers: { 'x-portolan-peer': '8.8.8.8' } });
  await fetch(url);
  close();
  expect(seen).toEqual(['127.0.0.1', '127.0.0.1']);
});
