const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '\r\n0\r\n\r\n';

export type Answer = { status: number; bytes: number };

/** Tells where answers end on a connection that stays open, of a length that is told or in chunks. */
export function createAnswerReader(onAnswer: (answer: Answer) => void): (piece: Buffer) => void {
  let held: Buffer[] = [];
  let bytes = 0;
  /** How many bytes the answer has in all; -1 when only its last chunk tells, 0 before its head is here. */
  let wanted = 0;
  let status = 0;
  let tail = '';

  const readHead = () => {
    const text = Buffer.concat(held).toString('latin1');
    const end = text.indexOf(HEAD_END);
    if (end === -1) {
      return;
    }
    status = Number(text.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
    wanted = length === undefined ? -1 : end + HEAD_END.length + Number(length);
  };
  const isWhole = () => {
    if (wanted !== -1) {
      return wanted > 0 && bytes >= wanted;
    }
    return tail.endsWith(LAST_CHUNK);
  };

  return (piece) => {
    bytes += piece.length;
    tail = (tail + piece.toString('latin1')).slice(-LAST_CHUNK.length);
    if (wanted === 0) {
      held.push(piece);
      readHead();
    }
    if (isWhole()) {
      const answer = { status, bytes };
      held = [];
      tail = '';
      bytes = 0;
      wanted = 0;
      onAnswer(answer);
    }
  };
}
