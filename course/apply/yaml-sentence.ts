// What is wrong with a YAML text, said in Spanish with the way out.
import type { YAMLError } from 'yaml'

type Code = YAMLError['code']

const sentences: Partial<Record<Code, string>> = {
  TAB_AS_INDENT: 'Hay un tabulador en el sangrado, y YAML no los admite. Cámbialo por espacios.',
  DUPLICATE_KEY: 'Esta clave está dos veces en el mismo bloque. Deja una sola.',
  BAD_INDENT: 'El sangrado no cuadra: las claves de un mismo bloque empiezan todas en la misma columna.',
  BLOCK_AS_IMPLICIT_KEY:
    'Aquí no puede empezar un bloque: esta línea está más adentro que su hermana de arriba, o lleva dos «clave: valor». Alinéala con ella.',
  MULTILINE_IMPLICIT_KEY:
    'Una clave no puede ocupar varias líneas: falta «:» al final de la clave, o esta línea está mal sangrada.',
  MISSING_CHAR: 'Falta un carácter: unas comillas, un corchete o una llave que no se ha cerrado, o «:» tras una clave.',
  UNEXPECTED_TOKEN: 'Aquí no se esperaba esto. Mira el sangrado de la línea y si falta «:» o un guion en la de arriba.',
  BAD_SCALAR_START: 'Un valor no puede empezar por este carácter. Ponlo entre comillas.',
  BAD_ALIAS: 'Este alias (*nombre) no tiene su ancla (&nombre) antes.',
  BAD_DQ_ESCAPE: 'Entre comillas dobles, «\\» solo vale delante de algunas letras. Usa comillas simples.',
  BLOCK_IN_FLOW:
    'Dentro de { } o de [ ] no se puede escribir un bloque sangrado. Ciérralo antes, o escríbelo todo en bloque.',
}

/** The library's own words stay beside the Spanish ones, to be searched. */
export function yamlSentence({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  return `${sentences[code] ?? 'Esto no es YAML válido.'} (YAML: ${message})`
}
