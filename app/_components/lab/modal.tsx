'use client'
// A <dialog> that opens as a modal while it is there.
import { type ReactNode, useEffect, useRef } from 'react'

export function Modal({
  title,
  children,
  onClose,
  wide = false,
}: {
  title: string
  children: ReactNode
  onClose: () => void
  wide?: boolean
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby="modal-title"
      onClose={onClose}
      style={wide ? { width: 'min(58rem, calc(100vw - 2rem))' } : undefined}
      onClick={(event) => {
        // A click on the backdrop is a click on the dialog itself.
        if (event.target === dialog.current) dialog.current?.close()
      }}
    >
      <h2 id="modal-title">{title}</h2>
      {children}
    </dialog>
  )
}

/** The last row of a modal that only shows something: its own actions, and the way out. */
export function Closing({ children, onClose }: { children?: ReactNode; onClose: () => void }) {
  return (
    <div className="actions">
      {children}
      <button type="button" className="button" onClick={onClose}>
        Cerrar
      </button>
    </div>
  )
}
