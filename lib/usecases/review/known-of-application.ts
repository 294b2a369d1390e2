import type { Application, ApplicationResource } from '#lib/domain/application/application.ts';
import { conditionInWords } from '#lib/domain/application/condition-words.ts';
import { deployedTo } from '#lib/domain/application/deployed.ts';
import { isUnwellResource } from '#lib/domain/application/unwell.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { writeManifest } from '#lib/domain/manifest/write-yaml.ts';
import type { ShownText } from '#lib/domain/review/review.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import type { Analysis } from '#lib/domain/workload/analysis.ts';
import { analysesOf } from '#lib/portal/analyses-of.ts';
import type { Services } from '#lib/portal/context.ts';
import { editFoldersOf } from '#lib/portal/edit-folders.ts';
import { partIn } from '#lib/portal/parts.ts';
import { podsOf } from '#lib/portal/pods-of.ts';
import { readEditable } from '../gateway/editable.ts';
import { whySecret } from './holds-secret.ts';

const LONGEST_TEXT = 20_000;
const MOST_OBJECTS = 30;
const MOST_PODS = 20;
const MOST_FILES = 40;

/**
 * What the portal knows of an application that is not well, for a model to explain: what the engine and the pods say, then
 * the files in git that declare it, those of what is not well first. No Secret is in it, and no text with a credential.
 * Nothing in it counts seconds or restarts: the same trouble is the same text.
 */
export async function knownOfApplication(services: Services, application: Application): Promise<ShownText[]> {
  const unwell = application.resources.filter(isUnwellResource);
  const texts: ShownText[] = [
    { title: `What ${services.engine.name} says of it`, text: standing(application) },
    ...inOne('Its objects that are not well', unwell.slice(0, MOST_OBJECTS).map(objectLine)),
    ...inOne('Its pods that are not well', podLines(services, application)),
    ...inOne('What k8sgpt found', analysesOf(services, application).flatMap(analysisLines)),
    ...(await filesOf(services, application, unwell)),
  ];
  // Cut last: half of a credential is not known for one.
  return texts
    .map(withoutCounting)
    .map(withoutCredential)
    .map(({ title, text }) => ({ title, text: cutText(text, LONGEST_TEXT) }));
}

function standing({ sync, health, healthMessage, operation, conditions, destination, sources }: Application): string {
  return [
    `Sync ${sync}, health ${health}${said(healthMessage)}`,
    `It is to run in the namespace ${destination.namespace}.`,
    ...sources.map(
      ({ path, chart, targetRevision }) => `It comes from ${chart ?? path ?? 'git'} at ${targetRevision}.`,
    ),
    ...(operation === null ? [] : [`The last sync: ${operation.phase}${said(operation.message)}`]),
    ...conditions.map(({ type, message }) => `${type}: ${conditionInWords(type)}${said(message)}`),
  ].join('\n');
}

function objectLine({ kind, name, sync, health, healthMessage, syncMessage, trouble }: ApplicationResource): string {
  const why = [healthMessage, syncMessage, trouble && `its pods: ${trouble.reason}${said(trouble.message)}`];
  const state = `${sync ?? 'sync not known'}, ${health ?? 'health not known'}`;
  return [`${kind}/${name}: ${state}`, ...why.filter(Boolean)].join('; ');
}

/** What another model made of it is no evidence. */
function analysisLines({ subject: { kind, name }, errors }: Analysis): string[] {
  return errors.map((text) => `${kind}/${name}: ${text}`);
}

function podLines(services: Services, application: Application): string[] {
  const pods = partIn(services.pods, deployedTo(application));
  if (pods === null || !hasData(pods.source)) {
    return [];
  }
  // Of pods of one workload, most say the same.
  const lines = podsOf(pods, application)
    .filter(({ ready, phase }) => !ready && phase !== 'Succeeded')
    .map(({ phase, reason, message }) => `${phase}${reason === '' ? '' : `, ${reason}`}${said(message)}`);
  return [...new Set(lines)].slice(0, MOST_PODS).toSorted();
}

async function filesOf(
  services: Services,
  application: Application,
  unwell: readonly ApplicationResource[],
): Promise<ShownText[]> {
  const within = editFoldersOf(services, application);
  if (within.length === 0) {
    return [];
  }
  try {
    const snapshot = await services.snapshots.head();
    const { parts } = await readEditable(services, { application, within }, snapshot);
    const names = new Set(unwell.map(({ kind, name }) => `${kind}/${name}`));
    const isOfUnwell = (id: string) => names.has(id);
    return parts
      .toSorted((a, b) => Number(isOfUnwell(b.id)) - Number(isOfUnwell(a.id)))
      .slice(0, MOST_FILES)
      .map(({ id, file, value }) => ({ title: `${id} in ${file}`, text: writeManifest(value) }));
  } catch (error) {
    if (error instanceof ExternalError || error instanceof PortalError) {
      return [{ title: 'Its files in git', text: 'They could not be read just now.' }];
    }
    throw error;
  }
}

function inOne(title: string, lines: readonly string[]): ShownText[] {
  return lines.length === 0 ? [] : [{ title, text: lines.join('\n') }];
}

function said(message: string): string {
  return message.trim() === '' ? '' : `: ${message.trim()}`;
}

/** How long something waits until it is tried again, and which try of a pod it is, change by the minute. */
function withoutCounting({ title, text }: ShownText): ShownText {
  const plain = text
    .replaceAll(/\b(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?s\b/g, 'a while')
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '…');
  return { title, text: plain };
}

/** What a pod or an engine says may repeat what it was given. */
function withoutCredential({ title, text }: ShownText): ShownText {
  const found = whySecret(text);
  return { title, text: found === null ? text : `This was left out: it holds ${found}.` };
}
