'use strict'

const path = require('path')

const native = { exports: {} }
process.dlopen(native, path.join(__dirname, 'build', 'Release', 'flemish.node'))

module.exports = native.exports
