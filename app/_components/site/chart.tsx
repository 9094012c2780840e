// Depth lines of a nautical chart, behind the first words of the home page.

const depths = [0, 1, 2, 3, 4, 5, 6]

export function Chart({ className }: { className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 1200 400" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="1.2">
        {depths.map((depth) => (
          <path
            key={depth}
            strokeDasharray={depth % 3 === 2 ? '2 7' : undefined}
            d={`M-20 ${120 + depth * 44} C 180 ${40 + depth * 52}, 320 ${230 + depth * 30}, 520 ${150 + depth * 40} S 860 ${
              20 + depth * 58
            }, 1220 ${110 + depth * 46}`}
          />
        ))}
      </g>
    </svg>
  )
}
