import type { InstalledModel, LoadedModel, ModelServerState } from '#lib/domain/model/model.ts';
import { withTag } from '#lib/domain/model/model-name.ts';
import { PsEntry, TagsEntry } from './schema.ts';

/**
 * Ollama writes "never" as now plus the longest duration it has, 292 years. No model stays loaded into the next
 * century but for ever.
 */
const NEVER_FROM = Date.UTC(2200, 0, 1);

/** Earlier than Ollama: the zero time of Go, which stands for "not known". */
const KNOWN_FROM = Date.UTC(2020, 0, 1);

/** @param loaded,installed the entries of `/api/ps` and `/api/tags` as they came */
export function toState(
  version: string,
  entries: { loaded: readonly unknown[]; installed: readonly unknown[] },
): ModelServerState {
  // A model that is still being loaded is listed without a size by some releases: it is not in memory yet.
  const loading = readEach(entries.loaded.filter(isLoading), loadingName).values;
  const inMemory = entries.loaded.filter((entry) => !isLoading(entry));
  const loaded = readEach(inMemory, toLoaded);
  const installed = readEach(entries.installed, toInstalled);
  const skipped = loaded.skipped + installed.skipped;
  return {
    version,
    loaded: loaded.values,
    installed: installed.values,
    ...(loading.length === 0 ? {} : { loading }),
    ...(skipped === 0 ? {} : { skipped }),
  };
}

function loadingName(entry: unknown): string | null {
  const { success, data } = PsEntry.pick({ name: true, model: true }).safeParse(entry);
  const name = success ? (data.name || data.model || '').trim() : '';
  return name === '' ? null : withTag(name);
}

function isLoading(entry: unknown): boolean {
  const sizes = PsEntry.pick({ size: true, size_vram: true }).safeParse(entry);
  return sizes.success && sizes.data.size === 0 && sizes.data.size_vram === 0;
}

/** @param read gives null for an entry that makes no sense */
function readEach<Value>(entries: readonly unknown[], read: (entry: unknown) => Value | null) {
  const values = entries.map(read).filter((value) => value !== null);
  return { values, skipped: entries.length - values.length };
}

function toLoaded(entry: unknown): LoadedModel | null {
  const { success, data } = PsEntry.safeParse(entry);
  const identity = success ? identityOf(data) : null;
  const expiresAt = success ? expiryOf(data.expires_at) : undefined;
  if (!success || identity === null || expiresAt === undefined) {
    return null;
  }
  return {
    ...identity,
    sizeBytes: data.size,
    vramBytes: data.size_vram,
    contextLength: data.context_length ?? null,
    expiresAt,
  };
}

function toInstalled(entry: unknown): InstalledModel | null {
  const { success, data } = TagsEntry.safeParse(entry);
  const identity = success ? identityOf(data) : null;
  return success && identity !== null
    ? {
        ...identity,
        sizeBytes: data.size,
        modifiedAt: modifiedOf(data.modified_at),
        ...(data.remote_host ? { remoteHost: data.remote_host } : {}),
      }
    : null;
}

function identityOf(entry: Pick<PsEntry, 'name' | 'model' | 'digest' | 'details'>) {
  const name = (entry.name || entry.model || '').trim();
  if (name === '') {
    return null;
  }
  return {
    name: withTag(name),
    digest: entry.digest ?? '',
    family: entry.details?.family ?? '',
    parameterSize: entry.details?.parameter_size ?? '',
    quantization: entry.details?.quantization_level ?? '',
  };
}

/** ms since 1970; null is never; undefined is not known, which must not be taken for never. */
function expiryOf(text: string): number | null | undefined {
  const at = Date.parse(text);
  if (Number.isNaN(at) || at < KNOWN_FROM) {
    return undefined;
  }
  return at >= NEVER_FROM ? null : at;
}

function modifiedOf(text: string | null | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) || at < KNOWN_FROM ? null : at;
}
