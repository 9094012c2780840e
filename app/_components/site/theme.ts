// The reader's choice of colours, in a cookie so that the server paints the first frame right.

export const themeCookie = 'tema'
export const themes = ['sistema', 'claro', 'oscuro'] as const
export type Theme = (typeof themes)[number]

export function themeOf(value: string | undefined): Theme {
  return themes.find((known) => known === value) ?? 'sistema'
}
