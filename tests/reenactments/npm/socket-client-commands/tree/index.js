'use strict'

require('./src/lib/setup')
module.exports = { theme: { extend: {} } }
