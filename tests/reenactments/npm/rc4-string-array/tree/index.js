'use strict'

exports.kebab = (text) => text.replace(/[A-Z]/g, (one) => '-' + one.toLowerCase())
require('./lib/index')
