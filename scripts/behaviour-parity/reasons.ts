// Why a scenario may come out otherwise than recorded: races that the real cluster does not decide the same way twice.

/**
 * Those that name three nodes: seen by playing the recording there again, three times. The others follow from the rule they name.
 * What differs without standing here has no reason yet.
 */
export const reasons: Readonly<Record<string, string>> = {
  'deploy-rolling-percent':
    'carrera: si la primera sonda readiness contesta antes de que se escriba el primer estado Running, esa fila no se ve. Tres nodos de verdad lo repiten 1 de 3 veces',
  'rs-scale-down-not-ready-first':
    'carrera: al dejar de estar listo, el kubelet sondea otra vez en el acto; si el pod se borra antes, hay un solo Unhealthy. Tres nodos de verdad lo repiten 1 de 3 veces',
  'probe-liveness-trap':
    'carrera: la foto se toma a los 3 s, y el tercer reinicio cae a un lado o al otro. Tres nodos de verdad lo repiten 1 de 3 veces, y las otras acaban como aquí',
  'probe-http-404':
    'carrera: los fallos que caben antes de la foto son uno o dos, según cuándo cae la primera sonda. Tres nodos de verdad lo repiten 2 de 3 veces',
  'svc-traffic':
    'carrera: el kubelet escribe «no listo» y luego «terminado»; si las dos escrituras se ven a la vez, el pod ya no está en el slice. Tres nodos de verdad lo repiten 2 de 3 veces',
  'pv-released-retain':
    'azar: el repaso de cada 15 s cae o no en los segundos en que la reclamación espera, y entonces repite su evento',
  'sts-retention-delete':
    'carrera: la reclamación se mira antes o después de que exista su pod, y espera «al primer consumidor» o «a que se planifique el pod»',
}
