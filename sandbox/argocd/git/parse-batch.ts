/** The blobs in the output of `git cat-file --batch`: id → bytes. Ids that are missing are left out. */
export function* parseBatch(output: Buffer): Generator<[id: string, bytes: Buffer]> {
  let at = 0;
  while (at < output.length) {
    const lineEnd = output.indexOf(10, at);
    if (lineEnd < 0) {
      return;
    }
    const [id = '', kind, size] = output.toString('utf8', at, lineEnd).split(' ');
    at = lineEnd + 1;
    if (kind === 'blob') {
      const length = Number(size);
      yield [id, output.subarray(at, at + length)];
      at += length + 1;
    }
  }
}
