import { randomUUID } from 'node:crypto';
import type { Change } from '#lib/domain/change/change.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { SMALL_TEMPLATE, smallTemplates } from '../journey.ts';
import { Killed } from '../pretend-process.ts';
import { createTestPortal, type TestPortal } from '../services.ts';
import { createSkippingClock, type SkippingClock } from '../skipping-clock.ts';
import { createWitness, inOneForm, type Witness } from './witness.ts';

/** Everybody has every right, so that nothing but the rule stands in their way. */
export const PEOPLE = ['dana', 'eve', 'rui', 'ada'] as const;
export type Person = (typeof PEOPLE)[number];
export const NAMES = ['shop', 'mail'] as const;
export type FormName = (typeof NAMES)[number];

/** What a person has on the screen: a change, its commit and its files as the portal showed them. */
type Look = { changeId: string; sha: string; diffHash: string; shown: string };

export type World = {
  portal: TestPortal;
  clock: SkippingClock;
  witness: Witness;
  as(person: Person): UserContext;
  /** The newest change of a form; null while there is none. */
  changeOf(name: FormName): Promise<Change | null>;
  look(person: Person, name: FormName): Promise<void>;
  lookOf(person: Person, name: FormName): Look | undefined;
  form(name: FormName): { templateId: string; values: { name: string }; idempotencyKey: string };
  close(): Promise<void>;
};

export async function createWorld(): Promise<World> {
  const clock = createSkippingClock();
  const portal = await createTestPortal({ templates: smallTemplates(), clock });
  const { forge } = portal;
  forge.repository.branches.set('side', forge.repository.branches.get('main') ?? '');
  const witness = createWitness(forge);
  const contexts = new Map<Person, UserContext>();
  for (const person of PEOPLE) {
    forge.users.add(person);
    contexts.set(person, await portal.as(person));
  }
  const looks = new Map<string, Look>();
  const changeOf = async (name: FormName) => {
    const recent = await portal.store.changes.listRecent(50);
    return recent.find(({ inputs }) => inputs.name === name) ?? null;
  };
  return {
    portal,
    clock,
    witness,
    as: (person) => ({ ...(contexts.get(person) as UserContext), services: portal.services }),
    changeOf,
    async look(person, name) {
      const change = await changeOf(name);
      const head = change === null ? null : await portal.store.changes.findHead(change.id);
      if (change !== null && head !== null) {
        const shown = inOneForm(head.files);
        looks.set(`${person} ${name}`, { changeId: change.id, sha: head.sha, diffHash: change.diffHash ?? '', shown });
      }
    },
    lookOf: (person, name) => looks.get(`${person} ${name}`),
    form: (name) => ({ templateId: SMALL_TEMPLATE, values: { name }, idempotencyKey: randomUUID() }),
    close: () => portal.close(),
  };
}

/** Whether it was done; what the portal or the forge refuses in words is not done, and what nobody foresaw is thrown. */
export async function isDone(work: Promise<unknown>): Promise<'done' | 'refused' | 'unknown'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Killed) {
      return 'unknown';
    }
    if (error instanceof PortalError || error instanceof ExternalError) {
      return 'refused';
    }
    throw error;
  }
}
