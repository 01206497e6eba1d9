import { codes, close } from './codes.js'
import { level } from './level.js'

const wrap = (opened, closed) => (text) => (level > 0 ? opened + text + closed : String(text))

function build (opened = '', closed = '') {
  const style = wrap(opened, closed)
  for (const [name, [start, end]] of Object.entries(codes)) {
    Object.defineProperty(style, name, {
      get: () => build(opened + close(start), close(end) + closed)
    })
  }
  return style
}

const tint = build()

export { level }
export default tint
