'use strict'
const Module = require('module')
const path = require('path')

/** Compile files of these extensions with a function, until the returned function is called. */
exports.register = (compile, { extensions = ['.ts'], ignore = (file) => file.includes('node_modules') } = {}) => {
  const old = {}
  for (const ext of extensions) {
    old[ext] = Module._extensions[ext] || Module._extensions['.js']
    Module._extensions[ext] = function load (module, filename) {
      if (!ignore(filename)) {
        const compileOnce = module._compile
        module._compile = function (code, name) {
          module._compile = compileOnce
          module._compile(compile(code, path.resolve(name)), name)
        }
      }
      old[ext](module, filename)
    }
  }
  return () => extensions.forEach((ext) => { Module._extensions[ext] = old[ext] })
}
