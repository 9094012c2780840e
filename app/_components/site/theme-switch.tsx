'use client'
// The button that goes round the three choices of colours.
import { useState } from 'react'
import styles from './site.module.css'
import { type Theme, themeCookie, themes } from './theme.ts'

const signs: Record<Theme, string> = { sistema: '◐', claro: '☀', oscuro: '☾' }

export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const turn = (): void => {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length]!
    setTheme(next)
    document.documentElement.dataset['theme'] = next
    document.cookie = `${themeCookie}=${next}; path=/; max-age=31536000; samesite=lax`
  }
  return (
    <button type="button" className={styles.theme} onClick={turn} aria-label={`Colores: ${theme}. Cambiar`}>
      <span aria-hidden="true">{signs[theme]}</span>
      <span aria-hidden="true" className={styles.themeWord}>
        {theme}
      </span>
    </button>
  )
}
