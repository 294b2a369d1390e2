import { ICONS, type IconName, type IconShape } from './icon-paths.ts';

export type IconProps = {
  name: IconName;
  /** Edge in px; 16 unless told. */
  size?: number;
  className?: string;
  /** Words for screen readers where the icon stands alone; without them it is decoration. */
  label?: string;
};

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const FILLED = { fill: 'currentColor', fillRule: 'evenodd' } as const;

/** One of the portal's own icons, in the colour of the text around it. */
export function Icon({ name, size = 16, className, label }: IconProps) {
  const shape: IconShape = ICONS[name];
  const path = <path d={shape.d} {...(shape.solid ? FILLED : LINE)} />;
  const frame = {
    viewBox: '0 0 16 16',
    width: size,
    height: size,
    className: className ? `shrink-0 ${className}` : 'shrink-0',
  };
  if (label) {
    return (
      <svg role="img" aria-label={label} {...frame}>
        {path}
      </svg>
    );
  }
  return (
    <svg aria-hidden="true" {...frame}>
      {path}
    </svg>
  );
}
