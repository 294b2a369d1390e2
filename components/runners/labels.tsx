type LabelsProps = {
  labels: readonly string[] | null;
  runsUntagged: boolean | null;
  /** All of them, on as many lines as they take; without it on one. */
  wraps?: boolean;
};

/** Tags or labels; that none could be read is not that there are none. */
export function Labels({ labels, runsUntagged, wraps = false }: LabelsProps) {
  if (labels === null) {
    return <span className="text-unknown">not permitted to read</span>;
  }
  const untagged = runsUntagged ? (labels.length === 0 ? 'any job without tags' : 'and jobs without tags') : '';
  return (
    <span className={`flex min-w-0 items-center gap-1 ${wraps ? 'flex-wrap' : 'overflow-hidden'}`}>
      {labels.map((label) => (
        <code key={label} className="flex-none rounded-sm bg-sunken px-1 py-0.5 text-xs">
          {label}
        </code>
      ))}
      {untagged !== '' && <span className="truncate text-muted text-xs">{untagged}</span>}
      {labels.length === 0 && untagged === '' && <span className="text-muted text-xs">none</span>}
    </span>
  );
}
