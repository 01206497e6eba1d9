export interface Options {
  header?: boolean
  gap?: number
  align?: ('left' | 'right')[]
}

export function table(rows: unknown[][], options?: Options): string
export function width(text: string): number
