import type { DeclaredModel, DeclaredPlace } from './declared.ts';
import type { InstalledModel, LoadedModel, ModelCard } from './model.ts';
import { familyKey, modelKey } from './model-name.ts';
import { differencesOf } from './modelfile-differences.ts';

/**
 * `missing`: declared and not there; `different`: there and made otherwise; `extra`: there and not declared;
 * `not-loaded`: to be in memory from the start, and not in it now; `unknown`: it cannot be compared.
 */
export const DRIFT_KINDS = ['missing', 'different', 'unknown', 'not-loaded', 'extra'] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

export type DriftFinding = {
  id: string;
  kind: DriftKind;
  model: string;
  /** What differs, and what it means. */
  sentence: string;
  /** Where git says it; null for what git does not say. */
  place: DeclaredPlace | null;
};

export type DriftInput = {
  declared: readonly DeclaredModel[];
  cleans: boolean;
  installed: readonly InstalledModel[];
  loaded: readonly LoadedModel[];
  /** What made models say of themselves, by `modelKey`. */
  cards: ReadonlyMap<string, ModelCard>;
};

/** Compares what git declares with what a server has. Worst first, then by name. */
export function driftOf(input: DriftInput): DriftFinding[] {
  const installed = new Map(input.installed.map((model) => [modelKey(model.name), model]));
  const findings = [
    ...missing(input.declared, installed),
    ...different(input.declared, installed, input.cards),
    ...notLoaded(input, installed),
    ...extra(input, installed),
  ];
  const rank = ({ kind }: DriftFinding) => DRIFT_KINDS.indexOf(kind);
  return findings.sort((a, b) => rank(a) - rank(b) || (a.model < b.model ? -1 : a.model > b.model ? 1 : 0));
}

type Installed = ReadonlyMap<string, InstalledModel>;

function missing(declared: readonly DeclaredModel[], installed: Installed): DriftFinding[] {
  const found = new Map<string, DriftFinding>();
  for (const model of declared) {
    const key = modelKey(model.name);
    if (!installed.has(key) && !found.has(key)) {
      const made = declared.some(({ name, how }) => modelKey(name) === key && how !== 'modelfile');
      found.set(key, {
        id: `missing/${key}`,
        kind: 'missing',
        model: model.name,
        sentence: made ? `${missingWords(model)}${otherTags(key, installed)}` : UNUSED,
        place: model.place,
      });
    }
  }
  return [...found.values()];
}

const UNUSED = 'Git has a Modelfile for it, and nothing makes it: ollama.models.create does not name it.';

function missingWords({ how }: DeclaredModel): string {
  return how === 'create'
    ? 'It is to be made from a Modelfile and is not installed: the server has not started since, or making it failed.'
    : 'It is declared and not installed: the server has not started since, or its registry has no model of this name, which only the log of the pod tells.';
}

function otherTags(key: string, installed: Installed): string {
  const family = familyKey(key);
  const others = [...installed.keys()].filter((other) => familyKey(other) === family).slice(0, 3);
  return others.length === 0 ? '' : ` Installed of the same family: ${others.join(', ')}.`;
}

function different(
  declared: readonly DeclaredModel[],
  installed: Installed,
  cards: DriftInput['cards'],
): DriftFinding[] {
  const made = declared.filter(({ how, name }) => how === 'create' && installed.has(modelKey(name)));
  return made.flatMap((model): DriftFinding[] => {
    const key = modelKey(model.name);
    const card = cards.get(key);
    const said = { model: model.name, place: model.place };
    const file = declared.find(({ how, name }) => how === 'modelfile' && modelKey(name) === key);
    if (!model.modelfile || card === undefined) {
      const sentence = model.modelfile
        ? 'What the server made of its Modelfile has not been read yet.'
        : 'Its Modelfile is in a ConfigMap, which is not read here, so the two cannot be compared.';
      return [{ id: `unknown/${key}`, kind: 'unknown', sentence, ...said }];
    }
    const differences = differencesOf(model.modelfile, {
      from: card.parentModel,
      parameters: card.parameters,
      system: card.system,
    });
    const findings: DriftFinding[] = [];
    if (differences.length > 0) {
      const sentence = `It was made otherwise than git says: ${differences.join('; ')}. An installed model is not made again by itself.`;
      findings.push({ id: `different/${key}`, kind: 'different', sentence, ...said });
    }
    const apart = file?.modelfile ? differencesOf(model.modelfile, file.modelfile) : [];
    if (file !== undefined && apart.length > 0) {
      const sentence = `Git says it twice: it is made as ollama.models.create has it, and its Modelfile says other (${apart.join('; ')}).`;
      findings.push({ id: `twice/${key}`, kind: 'different', model: model.name, sentence, place: file.place });
    }
    return findings;
  });
}

function notLoaded({ declared, loaded }: DriftInput, installed: Installed): DriftFinding[] {
  const inMemory = new Set(loaded.map(({ name }) => modelKey(name)));
  return declared
    .filter(({ how, name }) => how === 'run' && installed.has(modelKey(name)) && !inMemory.has(modelKey(name)))
    .map(({ name, place }) => ({
      id: `not-loaded/${modelKey(name)}`,
      kind: 'not-loaded',
      model: name,
      sentence:
        'It is to be in memory from the start and is not in it now. It is loaded once at the start, and unloaded like any other when nobody asks it anything, unless OLLAMA_KEEP_ALIVE is -1.',
      place,
    }));
}

function extra({ declared, cleans }: DriftInput, installed: Installed): DriftFinding[] {
  const known = new Set(
    declared
      .filter(({ how }) => how !== 'modelfile')
      .flatMap(({ name, modelfile }) => [modelKey(name), ...(modelfile ? [modelKey(modelfile.from)] : [])]),
  );
  const fate = cleans
    ? 'The chart deletes it at its next start (ollama.models.clean).'
    : 'It stays until somebody deletes it, and is lost with the volume.';
  return [...installed]
    .filter(([key]) => !known.has(key))
    .map(([key, { name }]) => ({
      id: `extra/${key}`,
      kind: 'extra',
      model: name,
      sentence: `It is installed and git does not declare it. ${fate}`,
      place: null,
    }));
}
