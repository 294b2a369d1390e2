import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { Cluster, KindDescriptor, ReflectionSink } from './cluster.ts';

/** A cluster and another way to it, by which the suite changes what the port only reads. */
export type ClusterFixture = {
  cluster: Cluster;
  /** Where the suite may write. */
  namespace: string;
  /** Writes a ConfigMap with one entry, `value`. */
  write(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
  close(): Promise<void>;
};

type Entry = { id: string; value: string };

/** ConfigMaps are in every cluster, and everyone who tests may write them somewhere. */
const CONFIG_MAPS: KindDescriptor<Entry> = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const { namespace, name } = fieldsOf(object.metadata);
    return { id: `${textOf(namespace)}/${textOf(name)}`, value: textOf(fieldsOf(object.data).value) };
  },
};

const NOT_INSTALLED: KindDescriptor<Entry> = {
  ...CONFIG_MAPS,
  group: 'nobody.example',
  resource: 'inventions',
  kind: 'Invention',
};

/** What every cluster must do, whatever it runs on. Times are real: it takes about half a minute. */
export function clusterConformance(name: string, open: () => Promise<ClusterFixture>): void {
  describe(`cluster: ${name}`, () => {
    let fixture: ClusterFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture.close());
    const idOf = (entry: string) => `${fixture.namespace}/${entry}`;

    it('keeps a sink equal to a kind: what is there, what comes, what changes and what goes', async () => {
      await fixture.write('before', '1');
      const sink = createSink();
      const reflection = fixture.cluster.reflect(CONFIG_MAPS, sink);
      await expect.poll(() => sink.last()?.state, { timeout: 10_000 }).toBe('live');
      expect(sink.values.get(idOf('before'))?.value).toBe('1');
      await fixture.write('after', '2');
      await fixture.write('before', '3');
      await expect
        .poll(() => [sink.values.get(idOf('before'))?.value, sink.values.get(idOf('after'))?.value], {
          timeout: 10_000,
        })
        .toEqual(['3', '2']);
      await fixture.delete('before');
      await expect.poll(() => sink.values.has(idOf('before')), { timeout: 10_000 }).toBe(false);
      await fixture.delete('after');
      await reflection.stop();
    });

    it('goes on past the end of a watch, without a new list and without a word', async () => {
      const sink = createSink();
      const reflection = fixture.cluster.reflect(CONFIG_MAPS, sink);
      await expect.poll(() => sink.last()?.state, { timeout: 10_000 }).toBe('live');
      await new Promise((resolve) => setTimeout(resolve, 13_000));
      await fixture.write('late', '1');
      await expect.poll(() => sink.values.get(idOf('late'))?.value, { timeout: 5000 }).toBe('1');
      expect(sink.replaced()).toBe(1);
      expect(new Set(sink.statuses.map(({ state }) => state))).toEqual(new Set(['starting', 'live']));
      await fixture.delete('late');
      await reflection.stop();
    });

    it('says that a kind is not installed', async () => {
      const sink = createSink();
      const reflection = fixture.cluster.reflect(NOT_INSTALLED, sink);
      await expect.poll(() => sink.last()?.state, { timeout: 10_000 }).toBe('absent');
      expect(sink.last()).toMatchObject({ asOf: null, reason: expect.stringContaining('inventions.nobody.example') });
      await reflection.stop();
    });

    it('tells nothing more once it is stopped', async () => {
      const sink = createSink();
      const reflection = fixture.cluster.reflect(CONFIG_MAPS, sink);
      await expect.poll(() => sink.last()?.state, { timeout: 10_000 }).toBe('live');
      await reflection.stop();
      const { size } = sink.values;
      const told = sink.statuses.length;
      const other = createSink();
      const witness = fixture.cluster.reflect(CONFIG_MAPS, other);
      await expect.poll(() => other.last()?.state, { timeout: 10_000 }).toBe('live');
      await fixture.write('too-late', '1');
      await expect.poll(() => other.values.has(idOf('too-late')), { timeout: 10_000 }).toBe(true);
      await fixture.delete('too-late');
      await expect.poll(() => other.values.has(idOf('too-late')), { timeout: 10_000 }).toBe(false);
      expect([sink.values.size, sink.statuses.length]).toEqual([size, told]);
      await witness.stop();
    });

    it('gets what the API server says of itself', async () => {
      expect(fieldsOf(await fixture.cluster.get('/version')).gitVersion).toMatch(/^v1\./);
      const error = await fixture.cluster.get('/apis/nobody.example/v1/inventions').catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ExternalError);
      expect(error).toMatchObject({ kind: 'not-found', status: 404 });
    });

    it('knows who it is, where the server can say', async () => {
      const name = await fixture.cluster.whoAmI();
      expect(name === null || name.length > 0).toBe(true);
    });

    it('knows what its token may do', async () => {
      expect(await fixture.cluster.may({ verb: 'list', group: '', resource: 'configmaps' })).toBe(true);
      expect(
        await fixture.cluster.may({ verb: 'watch', group: '', resource: 'configmaps', namespace: fixture.namespace }),
      ).toBe(true);
    });
  });
}

function createSink() {
  const values = new Map<string, Entry>();
  const statuses: SourceStatus[] = [];
  let replaced = 0;
  const sink: ReflectionSink<Entry> = {
    replace(next) {
      replaced += 1;
      values.clear();
      for (const [id, value] of next) {
        values.set(id, value);
      }
    },
    upsert: (id, value) => values.set(id, value),
    remove: (id) => values.delete(id),
    status: (status) => statuses.push(status),
  };
  return { ...sink, values, statuses, replaced: () => replaced, last: () => statuses.at(-1) };
}
