import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Answer, createAnswerReader } from './answer-reader.ts';

const TOLD = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const CHUNKED = 'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n';

it.each([
  ['whose length is told', TOLD, 200],
  ['in chunks', CHUNKED, 404],
])('an answer %s ends where it ends, however it is cut', (_, text, status) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
      const answers: Answer[] = [];
      const read = createAnswerReader((answer) => answers.push(answer));
      for (let turn = 0; turn < 2; turn += 1) {
        const places = [...new Set([0, ...cuts, text.length])].toSorted((a, b) => a - b);
        for (const [index, to] of places.slice(1).entries()) {
          expect(answers).toHaveLength(turn);
          read(Buffer.from(text.slice(places[index], to)));
        }
        expect(answers).toHaveLength(turn + 1);
      }
      expect(answers).toEqual([
        { status, bytes: text.length },
        { status, bytes: text.length },
      ]);
    }),
  );
});
