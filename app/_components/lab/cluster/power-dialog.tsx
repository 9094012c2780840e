'use client'
// The switch of a node's machine, with what the cluster will make of it.
import { useState } from 'react'
import type { Problem } from '../../../_server/answer.ts'
import { call, problemOf } from '../api.ts'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useAnswer } from '../use-answer.ts'

export function PowerDialog({ lab, node, onClose }: { lab: string; node: string; onClose: () => void }) {
  const asked = useAnswer<{ on: boolean }>(lab, 'machine', { node })
  const [switched, setSwitched] = useState<boolean>()
  const [refusal, setRefusal] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const on = switched ?? asked.answer?.on
  const problem = refusal ?? asked.problem
  const turn = async (to: boolean): Promise<void> => {
    setBusy(true)
    setRefusal(undefined)
    try {
      await call(lab, 'power', { node, on: to })
      setSwitched(to)
    } catch (error) {
      setRefusal(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal title={`La máquina de ${node}`} onClose={onClose}>
      {problem && <ProblemNote problem={problem} />}
      <p role="status">{on === undefined ? 'Mirando…' : <strong>Está {on ? 'encendida' : 'apagada'}.</strong>}</p>
      {on === true && <WhatOffDoes />}
      {on === false && <WhatOnDoes />}
      <Closing onClose={onClose}>
        {on !== undefined && (
          <button
            type="button"
            className={on ? 'button danger' : 'button primary'}
            disabled={busy}
            onClick={() => void turn(!on)}
          >
            {on ? 'Apagar' : 'Encender'} {node}
          </button>
        )}
      </Closing>
    </Modal>
  )
}

function WhatOffDoes() {
  return (
    <>
      <p>
        Apagarla es tirar del cable: sus contenedores mueren y el nodo no se despide de nadie. Durante unos{' '}
        <strong>50 s</strong> el cluster lo sigue creyendo <code>Ready</code>. Después lo da por perdido (
        <code>NotReady</code>, con el taint <code>node.kubernetes.io/unreachable</code>) y deja de mandar tráfico a sus
        pods.
      </p>
      <p>
        A los <strong>300 s</strong> de eso, que es lo que aguanta un pod si no dice otra cosa, los pods se desalojan, y
        sus ReplicaSet crean otros en los nodos que queden. Con el reloj del cluster puedes adelantar esos minutos.
      </p>
    </>
  )
}

function WhatOnDoes() {
  return (
    <p>
      El cluster tarda unos 50 s en darla por perdida, y otros 300 s en desalojar sus pods. Al encenderla, su kubelet
      vuelve a dar señales y el nodo queda <code>Ready</code>: los pods que sigan siendo suyos arrancan otra vez, y los
      que ya se desalojaron no vuelven.
    </p>
  )
}
