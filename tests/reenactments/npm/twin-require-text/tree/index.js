'use strict'
const Module = require('module')
const path = require('path')

/** Return the exports of a module whose code is given as text. */
module.exports = function requireText (code, filename = '', options = {}) {
  if (typeof code !== 'string') throw new Error(`code must be a string, not ${typeof code}`)
  const m = new Module(filename, module.parent)
  m.filename = filename
  m.paths = [...(options.prependPaths || []), ...Module._nodeModulePaths(path.dirname(filename)), ...(options.appendPaths || [])]
  m._compile(code, filename)
  return m.exports
}
