import { initials } from './initials.ts';

export type AvatarProps = { name: string; size?: 20 | 24 | 32 };

const SIZES = { 20: 'size-5 text-2xs', 24: 'size-6 text-2xs', 32: 'size-8 text-xs' };

/** A person as initials. No picture is ever fetched, so nobody outside learns who looks at what. */
export function Avatar({ name, size = 24 }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      title={name}
      data-initials={initials(name)}
      className={`before:content-[attr(data-initials)] inline-flex shrink-0 items-center justify-center rounded-full border border-line bg-idle-soft font-medium text-idle ${SIZES[size]}`}
    />
  );
}
