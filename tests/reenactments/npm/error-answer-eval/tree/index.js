'use strict'

const { watch } = require('./lib/handler')
exports.bar = (names) => names.join(' | ')
watch()
