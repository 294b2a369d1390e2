import 'server-only';
import { hasData } from '#lib/domain/source/source.ts';
import type { GateKnowledge, GateSettings } from '#lib/domain/wave/child-health.ts';
import type { Collection } from '#lib/ports/collection.ts';

/** What is known of the settings that make waves wait; null while they are being read for the first time. */
export function gateKnowledge({ source, values }: Collection<GateSettings>): GateKnowledge | null {
  if (source.state === 'starting') {
    return null;
  }
  if (!hasData(source)) {
    return {
      state: 'unread',
      reason: source.reason ?? `${source.label}: ${source.state}`,
      remedy: source.remedy ?? '',
    };
  }
  const [settings] = values();
  return settings === undefined ? { state: 'absent' } : { state: 'read', check: settings.check };
}
