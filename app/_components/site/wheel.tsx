// The mark: a ship's wheel of eight handles, drawn in the colour of the text.

const handles = Array.from({ length: 8 }, (_, index) => (index * 360) / 8)

export function Wheel({ size, className }: { size?: number; className?: string | undefined }) {
  return (
    <svg viewBox="-50 -50 100 100" width={size} height={size} className={className} aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeLinecap="round">
        <circle r="28" strokeWidth="5" />
        <circle r="20.5" strokeWidth="1.5" />
        <circle r="7.5" strokeWidth="4" />
        {handles.map((angle) => (
          <g key={angle} transform={`rotate(${angle})`}>
            <path d="M0 -8 V-27" strokeWidth="3" />
            <path d="M0 -31 V-44" strokeWidth="5.5" />
          </g>
        ))}
      </g>
      <circle r="2.2" fill="currentColor" />
    </svg>
  )
}
