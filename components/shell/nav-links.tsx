'use client';

import { usePathname, useRouter } from 'next/navigation';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { type Area, areaOf } from './area.ts';

function Count({ area, className }: { area: Area; className?: string }) {
  return area.count ? (
    <span className={classNames('rounded-full bg-accent px-1.5 font-medium text-2xs text-on-accent', className)}>
      {area.count > 99 ? '99+' : area.count}
      {area.countLabel && <span className="sr-only"> {area.countLabel}</span>}
    </span>
  ) : null;
}

/** The areas as a column; the present one is marked. A page is fetched ahead when the pointer comes near, not before. */
export function SideLinks({ areas }: { areas: readonly Area[] }) {
  const router = useRouter();
  const current = areaOf(areas, usePathname());
  return (
    <ul className="flex flex-col gap-px">
      {areas.map((area) => (
        <li key={area.id}>
          <Link
            href={area.href}
            look="plain"
            onPointerEnter={() => router.prefetch(area.href)}
            aria-current={area === current ? 'page' : undefined}
            className={classNames(
              'flex h-8 items-center gap-2 rounded-md px-2 text-sm',
              area === current ? 'bg-selected font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            <Icon name={area.icon} className={area === current ? 'text-accent-text' : undefined} />
            <span className="min-w-0 flex-1 truncate">{area.label}</span>
            <Count area={area} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

const MOST_IN_BAR = 5;
const BAR_ENTRY =
  'relative flex h-14 w-full min-w-0 flex-col items-center justify-center gap-0.5 px-1 text-2xs focus-visible:-outline-offset-2';

/** The same areas as a bar at the lower edge of a phone; what does not fit opens above it. */
export function BarLinks({ areas }: { areas: readonly Area[] }) {
  const current = areaOf(areas, usePathname());
  const fits = areas.length <= MOST_IN_BAR;
  const shown = fits ? areas : areas.slice(0, MOST_IN_BAR - 1);
  const rest = fits ? [] : areas.slice(MOST_IN_BAR - 1);
  const isInRest = current !== undefined && rest.includes(current);
  return (
    <ul className="flex">
      {shown.map((area) => (
        <li key={area.id} className="min-w-0 flex-1">
          <Link
            href={area.href}
            look="plain"
            aria-current={area === current ? 'page' : undefined}
            className={classNames(BAR_ENTRY, area === current ? 'font-medium text-accent-text' : 'text-muted')}
          >
            <Icon name={area.icon} size={18} />
            <span className="max-w-full truncate">{area.label}</span>
            <Count area={area} className="absolute start-1/2 top-1 ms-2" />
          </Link>
        </li>
      ))}
      {rest.length > 0 && (
        <li className="min-w-0 flex-1">
          <button
            type="button"
            popoverTarget="more-areas"
            className={classNames(BAR_ENTRY, isInRest ? 'font-medium text-accent-text' : 'text-muted')}
          >
            <Icon name="menu" size={18} />
            More
          </button>
          <div
            id="more-areas"
            popover="auto"
            className="inset-x-0 top-auto bottom-14 m-0 w-full border-line border-t bg-raised p-2"
          >
            <SideLinks areas={rest} />
          </div>
        </li>
      )}
    </ul>
  );
}
