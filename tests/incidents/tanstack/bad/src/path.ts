export type Params = Record<string, string>

/** Return a function that matches a path and returns its parameters. */
export function parse (pattern: string): (path: string) => Params | null {
  const parts = pattern.split('/').filter(Boolean)
  return (path) => {
    const given = path.split(/[?#]/)[0].split('/').filter(Boolean)
    if (given.length !== parts.length) return null
    const params: Params = {}
    for (const [place, part] of parts.entries()) {
      if (part.startsWith('$')) params[part.slice(1)] = decodeURIComponent(given[place])
      else if (part !== given[place]) return null
    }
    return params
  }
}
