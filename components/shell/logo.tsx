/** The compass rose of a sea chart, and the name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-base tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 32 32" width="20" height="20">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <path
          d="M16 4v24M4 16h24M7.5 7.5l17 17M24.5 7.5l-17 17"
          className="stroke-on-accent"
          strokeWidth="1.5"
          opacity=".5"
        />
        <path d="M16 3.5l3.2 9.3 9.3 3.2-9.3 3.2L16 28.5l-3.2-9.3L3.5 16l9.3-3.2z" className="fill-on-accent" />
        <circle cx="16" cy="16" r="2.3" className="fill-accent" />
      </svg>
      Portolan
    </span>
  );
}
