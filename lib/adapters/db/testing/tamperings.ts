import { hashStored, type StoredEntry } from '../audit/chain.ts';
import { STORED_FIELDS, type StoredRecord } from '../audit/chain-check.ts';

/** Gives a whole number below a bound; a seeded one makes what was tried repeatable. */
export type Choose = (below: number) => number;

/** A log as somebody with the database's password leaves it, and what they did. It never is what it was. */
export type Tampering = (records: readonly StoredRecord[], choose: Choose) => StoredRecord[];

/** To be another record is to be moved, which is a tampering of its own. */
const FIELDS = STORED_FIELDS.filter((field) => field !== 'sequence');

/** A field of one record, with or without its own hash made good. */
const edit: Tampering = (records, choose) => {
  const at = choose(records.length);
  const isMended = choose(2) === 0;
  return records.map((record, index) => {
    if (index !== at) {
      return record;
    }
    const field = FIELDS[choose(FIELDS.length)] ?? 'at';
    const value = field === 'at' ? record.at + 1 + choose(1e6) : `${record[field]} `;
    const edited = { ...record, [field]: value } as StoredRecord;
    return isMended && field !== 'hash' ? { ...edited, hash: hashOf(edited, edited.previousHash) } : edited;
  });
};

/** Some records from the middle, with or without closing the gap in the numbers. */
const remove: Tampering = (records, choose) => {
  // Never up to the end: that is to truncate.
  const at = choose(records.length - 4);
  const left = records.toSpliced(at, 1 + choose(3));
  return choose(2) === 0 ? left : left.map((record, index) => ({ ...record, sequence: index + 1 }));
};

/** Two records in each other's place. */
const swap: Tampering = (records, choose) => {
  const one = choose(records.length);
  const other = (one + 1 + choose(records.length - 1)) % records.length;
  return records.map((record, index) => {
    const from = index === one ? other : index === other ? one : index;
    return { ...(records[from] as StoredRecord), sequence: record.sequence };
  });
};

/** A record that never was, with everything after it moved on. */
const insert: Tampering = (records, choose) => {
  const at = choose(records.length);
  const like = records[at] as StoredRecord;
  const invented = { ...like, actorName: 'nobody', previousHash: like.hash };
  const more = records.toSpliced(at + 1, 0, { ...invented, hash: hashOf(invented, invented.previousHash) });
  return more.map((record, index) => ({ ...record, sequence: index + 1 }));
};

/** The newest records. */
const truncate: Tampering = (records, choose) => records.slice(0, choose(records.length));

/** One record is another and every hash after it is made good: a chain without a flaw. */
const rewrite: Tampering = (records, choose) => {
  const at = choose(records.length);
  return rechained(records.map((record, index) => (index === at ? { ...record, actorName: 'nobody' } : record)));
};

/** Some of the newest records are gone and others, chained as they should be, are in their place. */
const replaceEnd: Tampering = (records, choose) => {
  const kept = records.slice(0, choose(records.length));
  const invented = records.slice(kept.length).map((record) => ({ ...record, subjectId: 'another' }));
  return rechained([...kept, ...invented]);
};

/** One record is gone from the middle and everything after it is numbered and chained anew. */
const removeAndRewrite: Tampering = (records, choose) =>
  rechained(records.toSpliced(choose(records.length), 1).map((record, index) => ({ ...record, sequence: index + 1 })));

export const TAMPERINGS = { edit, remove, swap, insert, truncate, rewrite, replaceEnd, removeAndRewrite };

function rechained(records: readonly StoredRecord[]): StoredRecord[] {
  let previousHash = '0'.repeat(64);
  return records.map((record) => {
    const chained = { ...record, previousHash, hash: hashOf(record, previousHash) };
    previousHash = chained.hash;
    return chained;
  });
}

function hashOf(entry: StoredEntry & { sequence: number }, previousHash: string): string {
  return hashStored(entry, entry.sequence, previousHash);
}
