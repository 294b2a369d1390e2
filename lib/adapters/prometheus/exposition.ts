import type { MetricFamily, Sample } from '#lib/domain/metric/family.ts';

/** Writes metrics in the text exposition format: https://prometheus.io/docs/instrumenting/exposition_formats */
export function expose(families: readonly MetricFamily[]): string {
  return families.map(exposeFamily).join('');
}

function exposeFamily({ name, help, type, samples }: MetricFamily): string {
  const head = `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`;
  return head + samples.map((sample) => exposeSample(name, sample)).join('');
}

function exposeSample(name: string, { suffix = '', labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}\n`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** As Go reads numbers. */
function numberText(value: number): string {
  if (Number.isFinite(value)) {
    return String(value);
  }
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
