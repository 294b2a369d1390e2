import { describe, expect, it } from 'vitest';
import type { FleetGap, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { Runner } from '#lib/domain/runner/runner.ts';
import { createCollection } from '#lib/live/collection.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { runner } from '#lib/testing/runner.ts';
import { createRunnerTopic, createRunnerTopics } from './runner-topics.ts';

const rig = () => {
  const runners = createCollection<Runner>({ id: 'runners/gitlab', label: 'Runners of gitlab' });
  runners.upsert('gitlab/1', runner());
  runners.status({ ...runners.source, state: 'live', asOf: 0 });
  const gaps = testCollection<FleetGap>();
  const services = {
    runnerSources: [{ forge: 'gitlab' as const, runners, gaps, waiting: testCollection<WaitingJob>() }],
  };
  return { runners, gaps, services };
};

describe('the live topics of runners', () => {
  it('tell the page of one runner of that one, and that it is gone', () => {
    const { runners, services } = rig();
    runners.upsert('gitlab/2', runner({ id: 'gitlab/2' }));
    const topic = createRunnerTopic(services, 'runner/gitlab/1');
    const stop = topic?.start(() => undefined);
    topic?.collect(false);
    runners.upsert('gitlab/2', runner({ id: 'gitlab/2', paused: true }));
    expect(topic?.isDirty).toBe(false);
    runners.upsert('gitlab/1', runner({ paused: true }));
    expect(topic?.collect(true)).toMatchObject({ upsert: [{ id: 'gitlab/1', standing: 'paused' }], remove: [] });
    runners.remove('gitlab/1');
    expect(topic?.collect(true)).toMatchObject({ upsert: [], remove: ['gitlab/1'] });
    stop?.();
  });

  it('are of runners only', () => {
    expect(createRunnerTopic(rig().services, 'runners')).toBeNull();
    expect(createRunnerTopic(rig().services, 'application/a/b')).toBeNull();
  });

  it('have the whole fleet quicken while anybody looks at any of them, and tell what may not be seen', () => {
    const { runners, gaps, services } = rig();
    let listeners = 0;
    const heard = () => {
      listeners += 1;
      return () => {
        listeners -= 1;
      };
    };
    const [rows, fleet] = createRunnerTopics(services, heard);
    const one = createRunnerTopic(services, 'runner/gitlab/1', heard);
    const ends = [rows?.heard?.(), fleet?.heard?.(), one?.heard?.()];
    expect(listeners).toBe(3);
    for (const end of ends) {
      end?.();
    }
    expect(listeners).toBe(0);
    const stop = fleet?.start(() => undefined);
    fleet?.collect(false);
    gaps.set('g', { id: 'g', subject: 'All runners', reason: '403', remedy: 'A token.' });
    expect(fleet?.collect(true)).toMatchObject({ upsert: [{ id: 'fleet', total: 1, gaps: [{ id: 'g' }] }] });
    runners.status({ ...runners.source, state: 'forbidden' });
    expect(fleet?.isDirty).toBe(true);
    expect(fleet?.collect(true)).toMatchObject({ remove: ['fleet'] });
    stop?.();
  });
});
