import { expect, it } from 'vitest';
import { type Connection, openConnection } from './connection.ts';
import { createWriter } from './writer.ts';

/** A writer on a database in memory, where the statements that the test names fail as they do on a broken disk. */
function createRig() {
  const connection = openConnection(':memory:');
  connection.database.exec('CREATE TABLE things (name TEXT)');
  const broken = new Set<string>();
  const prepare: Connection['prepare'] = (sql) => {
    const statement = connection.prepare(sql);
    const fail = () => {
      throw new Error(`disk I/O error: ${sql}`);
    };
    return broken.has(sql) ? Object.assign(Object.create(statement), { run: fail }) : statement;
  };
  const writer = createWriter({ ...connection, prepare }, () => undefined);
  const insert = (name: string) => () => connection.database.exec(`INSERT INTO things VALUES ('${name}')`);
  const names = () =>
    connection.database
      .prepare('SELECT name FROM things')
      .all()
      .map(({ name }) => name);
  const write = async (name: string) => {
    const member = await writer.begin();
    member.run(insert(name));
    await member.commit();
  };
  return { database: connection.database, writer, broken, insert, names, write };
}

it.each(['ROLLBACK TO member', 'RELEASE member'])(
  'a transaction where %s fails is taken back, and others write',
  async (statement) => {
    const { writer, broken, insert, names, write } = createRig();
    const member = await writer.begin();
    member.run(insert('lost'));
    broken.add(statement);
    expect(() => member.rollback()).toThrow('disk I/O error');
    broken.clear();
    await write('next');
    expect(names()).toEqual(['next']);
  },
);

it('a group that can be neither committed nor rolled back is refused, and none of it is written later', async () => {
  const { writer, broken, insert, names, write } = createRig();
  const first = await writer.begin();
  const turn = writer.begin();
  first.run(insert('first'));
  const outcomes = [first.commit()];
  const second = await turn;
  second.run(insert('second'));
  broken.add('COMMIT').add('ROLLBACK');
  outcomes.push(second.commit());
  expect((await Promise.allSettled(outcomes)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(writer.begin()).rejects.toThrow('disk I/O error');
  broken.clear();
  await write('next');
  expect(names()).toEqual(['next']);
});

it('what SQLite has taken back by itself goes on nowhere', async () => {
  const { database, writer, insert, names, write } = createRig();
  const member = await writer.begin();
  member.run(insert('lost'));
  const spoil = () => {
    database.exec('ROLLBACK');
    throw new Error('disk I/O error');
  };
  expect(() => member.run(spoil)).toThrow('disk I/O error');
  expect(() => member.run(insert('outside'))).toThrow('taken back');
  await expect(member.commit()).rejects.toThrow('taken back');
  expect(names()).toEqual([]);
  await write('next');
  expect(names()).toEqual(['next']);
});
