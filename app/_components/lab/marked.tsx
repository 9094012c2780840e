// A sentence with `code` in it, as graders and diagnoses write them.

export function Marked({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, index) =>
    // Odd pieces stood between backticks.
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  )
}
