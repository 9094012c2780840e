// Why somebody may not, told in Spanish: permissions, quotas and limits. The server's sentences are RBAC's and admission's.

/** undefined for a refusal that is of another kind. @param sentence the server's own, whole */
export function forbiddenSentence(sentence: string): string | undefined {
  const access =
    /User "([^"]*)" cannot (\S+) resource "([^"]*)" in API group "[^"]*" (?:in the namespace "([^"]*)"|at the cluster scope)/.exec(
      sentence,
    )
  if (access) {
    const [, user, verb, resource, namespace] = access
    const where = namespace === undefined ? 'en todo el cluster' : `en el namespace ${namespace}`
    return `A «${user}» le falta permiso para «${verb}» en ${resource}, ${where}. Aplícalo como quien lo tenga, o dale un papel que lo permita.`
  }
  if (sentence.includes('attempting to grant RBAC permissions not currently held')) {
    return 'Nadie puede dar permisos que no tiene. Que los dé quien los tenga.'
  }
  const quota = /exceeded quota: (\S+), requested: (.+), used: (.+), limited: (.+)$/.exec(sentence)
  if (quota) {
    const [, name, requested, used, limited] = quota
    return `No cabe en la cuota «${name}» del namespace: se pide ${requested}, hay usado ${used} y el máximo es ${limited}.`
  }
  const silent = /failed quota: (\S+): must specify (.+)$/.exec(sentence)
  if (silent)
    return `La cuota «${silent[1]}» cuenta lo que se pide, y hay que decirlo: falta ${silent[2]!.replaceAll(' for: ', ' en ')}.`
  const bound =
    /(minimum|maximum) (\S+) usage per (\S+) is (\S+?)(?:, but (request|limit) is (\S+?)|\. {2}No (request|limit) is specified)[\],]?$/.exec(
      sentence,
    )
  if (!bound) return undefined
  const [, edge, resource, type, amount, list, given, missing] = bound
  const most = edge === 'maximum' ? 'máximo' : 'mínimo'
  const rule = `En este namespace (LimitRange), el ${most} de ${resource} por ${type} es ${amount}`
  return missing ? `${rule}, y no dice su ${missing}.` : `${rule}, y su ${list} es ${given}.`
}
